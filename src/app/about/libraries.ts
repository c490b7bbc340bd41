/** What is part of the built app, and its licence; the same list as in NOTICE. */
export const LIBRARIES: readonly (readonly [name: string, licence: string])[] = [
  ['onnxruntime-web', 'MIT'],
  ['React', 'MIT'],
  ['Base UI', 'MIT'],
  ['zustand', 'MIT'],
  ['valibot', 'MIT'],
  ['idb-keyval', 'Apache 2.0'],
  ['@huggingface/tokenizers', 'Apache 2.0'],
  ['fflate', 'MIT'],
  ['client-zip', 'MIT'],
  ['TanStack Virtual', 'MIT'],
  ['Lucide icons', 'ISC'],
  ['Workbox', 'MIT'],
  ['Inter typeface', 'SIL OFL 1.1'],
];
