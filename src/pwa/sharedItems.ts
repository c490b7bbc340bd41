/** What came in from another app through the share sheet. */
export interface SharedItems {
  files: File[];
  /** Title, text and link, joined by line breaks; may be empty. */
  text: string;
}

const TEXT = '/outpane-shared/text';
const FILE = '/outpane-shared/file/';
/** More than a person shares at once; a form with thousands of parts must not fill the disk. */
const MOST_FILES = 16;

/** Keeps the parts of a share form (names as in the manifest's `share_target`) until a page takes them. */
export async function keepShared(cacheName: string, form: FormData): Promise<void> {
  await caches.delete(cacheName);
  const cache = await caches.open(cacheName);
  const words = ['title', 'text', 'url'].map((name) => form.get(name));
  const text = words.filter((word): word is string => typeof word === 'string' && word !== '').join('\n');
  await cache.put(TEXT, new Response(text));
  const files = form.getAll('image').filter((part): part is File => part instanceof File);
  for (const [index, file] of files.slice(0, MOST_FILES).entries()) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
    await cache.put(`${FILE}${index}`, new Response(file, { headers }));
  }
}

/** Takes what was kept; null when there is nothing. A second call gets null. */
export async function takeShared(cacheName: string): Promise<SharedItems | null> {
  if (!(await caches.has(cacheName))) return null;
  const cache = await caches.open(cacheName);
  const text = (await (await cache.match(TEXT))?.text()) ?? '';
  const files: File[] = [];
  for (let index = 0; index < MOST_FILES; index++) {
    const response = await cache.match(`${FILE}${index}`);
    if (!response) break;
    const name = decodeURIComponent(response.headers.get('X-Name') ?? 'picture');
    files.push(new File([await response.blob()], name, { type: response.headers.get('Content-Type') ?? '' }));
  }
  await caches.delete(cacheName);
  return { files, text };
}
