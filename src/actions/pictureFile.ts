import type { PictureMeta } from '../storage/pictures';

/** "a-red-apple-42.png": the prompt's first words and the seed. */
export function fileName({ request }: Pick<PictureMeta, 'request'>): string {
  const words = request.prompt
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-[^-]*$/, (tail) => (request.prompt.length > 60 ? '' : tail));
  return `${words || 'picture'}-${request.seed}.png`;
}

/** Hands a file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it by then, also a slow one.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
