import type { PictureMeta } from '../storage/pictureMeta';

interface Named extends Pick<PictureMeta, 'request'> {
  imported?: Pick<NonNullable<PictureMeta['imported']>, 'name' | 'settings'>;
}

/** "a-red-apple-42.png": the prompt's first words and the seed; an imported picture without them keeps its own name. */
export function fileName({ request, imported }: Named): string {
  const settings = request ?? imported?.settings ?? null;
  const name = settings?.prompt || (imported?.name ?? '').replace(/\.\w{1,5}$/, '');
  const seed = settings?.seed ?? null;
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-[^-]*$/, (tail) => (name.length > 60 ? '' : tail));
  return `${words || 'picture'}${seed === null ? '' : `-${seed}`}.png`;
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
