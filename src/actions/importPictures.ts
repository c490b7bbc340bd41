import type { GenerationRequest } from '../protocol/generationRequest';
import { openArchive, readArchivePicture, type Archive } from '../storage/archive';
import { keptPictures, newPictureId, savePictures, type StoredPicture } from '../storage/pictures';
import { encodePicture } from '../stores/encodePicture';
import { notify } from '../stores/notices';
import { useResults } from '../stores/results';
import { runTransfer } from '../stores/transfer';
import { restoredText } from './transfer';

/** Files that can be imported, for a file chooser. */
export const IMPORTABLE = '.zip,image/png,image/jpeg,image/webp';
const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
/** Larger files and pictures are not what Outpane makes. */
const MAX_PICTURE_BYTES = 64 * 2 ** 20;
const MAX_PIXELS = 8192 * 8192;
const MAX_ENTRIES = 50_000;
const BATCH = 25;

interface Count {
  pictures: number;
  known: number;
  damaged: number;
  /** Pictures that Outpane did not make: nothing in them says how to make them again. */
  foreign: number;
}

/**
 * Adds pictures and zips of pictures to the gallery. Only pictures that Outpane has made can be in it, because each has its
 * complete request; the others are counted and named. What is here already is not added twice.
 */
export async function importPictures(files: readonly File[]): Promise<void> {
  await runTransfer('Importing pictures', async (report, signal) => {
    const count: Count = { pictures: 0, known: 0, damaged: 0, foreign: 0 };
    const seen = new Set(useResults.getState().pictures.map(({ request }) => JSON.stringify(request)));
    for (const [i, file] of files.entries()) {
      const share = (done: number) => report((i + done) / files.length);
      if (await isZip(file)) await importZip(file, count, seen, share, signal);
      else await importAll([{ read: async () => file, modifiedAt: file.lastModified }], count, seen, share, signal);
    }
    const foreign =
      count.foreign === 0
        ? ''
        : ` ${count.foreign} without Outpane’s settings ${count.foreign === 1 ? 'was' : 'were'} left out.`;
    notify(restoredText({ ...count, documents: 0 }) + foreign);
  });
}

async function isZip(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

interface Source {
  read(): Promise<Blob>;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

async function importZip(
  file: File,
  count: Count,
  seen: Set<string>,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const archive = await openArchive(file);
  if (archive.manifest) return importListed(archive, archive.manifest.pictures, count, share, signal);
  const sources = archive.entries
    .filter(({ name }) => PICTURE_NAME.test(name))
    .slice(0, MAX_ENTRIES)
    .map(({ read }): Source => ({ read: () => read(MAX_PICTURE_BYTES), modifiedAt: file.lastModified }));
  await importAll(sources, count, seen, share, signal);
}

/** An archive of our own: its list knows each picture's id, age and all the rest. */
async function importListed(
  archive: Archive,
  list: NonNullable<Archive['manifest']>['pictures'],
  count: Count,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < list.length; at += BATCH) {
    signal.throwIfAborted();
    const read = await Promise.all(
      list.slice(at, at + BATCH).map((one) => readArchivePicture(archive, one).catch(() => null)),
    );
    const sound = read.filter((picture) => picture !== null);
    const known = await keptPictures(sound.map(({ meta }) => meta.id));
    const added: StoredPicture[] = [];
    for (const picture of sound) {
      if (known.has(picture.meta.id)) continue;
      const thumbnail = picture.thumbnail ?? (await decode(picture.png))?.thumbnail;
      if (thumbnail) added.push({ ...picture, thumbnail });
    }
    if (added.length > 0) await savePictures(added);
    count.known += known.size;
    count.pictures += added.length;
    count.damaged += read.length - known.size - added.length;
    share(Math.min(1, (at + BATCH) / list.length));
  }
}

async function importAll(
  sources: readonly Source[],
  count: Count,
  seen: Set<string>,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let batch: StoredPicture[] = [];
  const flush = async () => {
    if (batch.length > 0) await savePictures(batch);
    count.pictures += batch.length;
    batch = [];
  };
  for (const [i, source] of sources.entries()) {
    signal.throwIfAborted();
    const outcome = await readSource(source, seen).catch(() => 'damaged' as const);
    if (typeof outcome === 'string') count[outcome] += 1;
    else batch.push(outcome);
    if (batch.length >= BATCH) await flush();
    share((i + 1) / sources.length);
  }
  await flush();
}

async function readSource(
  { read, modifiedAt }: Source,
  seen: Set<string>,
): Promise<StoredPicture | 'known' | 'damaged' | 'foreign'> {
  const blob = await read();
  if (blob.size > MAX_PICTURE_BYTES) return 'damaged';
  const { readPicture } = await import('../metadata/picture');
  const info = readPicture(new Uint8Array(await blob.arrayBuffer()));
  if (!info.ok) return 'damaged';
  const { container, size, settings } = info.value;
  if (!settings?.request) return 'foreign';
  if (!size || size.width * size.height > MAX_PIXELS) return 'damaged';
  const key = JSON.stringify(settings.request);
  if (seen.has(key)) return 'known';
  const decoded = await decode(blob);
  if (!decoded) return 'damaged';
  seen.add(key);
  // Settings are written into every export anew, so the kept file need not be the one that came in; a PNG is kept as it is.
  const png = container === 'png' ? new Blob([blob], { type: 'image/png' }) : decoded.png;
  return { meta: metaOf(settings.request, decoded, png.size, modifiedAt), png, thumbnail: decoded.thumbnail };
}

function metaOf(
  request: GenerationRequest,
  { width, height }: { width: number; height: number },
  bytes: number,
  createdAt: number,
): StoredPicture['meta'] {
  return {
    id: newPictureId(createdAt),
    createdAt,
    request,
    width,
    height,
    bytes,
    seconds: 0,
    engine: null,
    favourite: false,
    deletedAt: null,
  };
}

/** The pixels as PNG and thumbnail, and their size; null where the browser can't decode them. */
async function decode(blob: Blob) {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const data = context?.getImageData(0, 0, width, height).data;
    return data ? { width, height, ...(await encodePicture({ width, height, data })) } : null;
  } catch {
    return null;
  }
}
