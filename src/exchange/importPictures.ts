import type { ImportedSettings } from '../metadata/importedSettings';
import type { PictureSettings } from '../protocol/pictureSettings';
import { MAX_KEPT_PIXELS } from '../protocol/ranges';
import { DamagedManifest, MANIFEST, openArchive, openFiles, type Archive } from '../storage/archive';
import { settingsOf } from '../storage/pictureMeta';
import { newPictureId, savePictures, type StoredPicture } from '../storage/pictures';
import { restorePictures } from '../storage/restorePictures';
import { sha256 } from '../storage/sha256';
import { loadDecoder } from '../editor/pictureFiles';
import { encodeThumbnail, encodeWithThumbnail } from '../library/thumbnails';
import type { ZipEntry } from '../storage/zip/readZip';
import { UnreadableEntry, type EntryFault } from '../storage/zip/zipFaults';
import { notify } from '../shell/notices';
import { readResult, useResults } from '../library/results';
import { runTransfer } from './runTransfer';
import { chooseFiles } from './chooseFiles';
import { importedText, newCount, type ImportCount } from './importCount';
import { loadCopyTexts, loadPicture } from './metadataParts';
import { HEAD_BYTES, hasPictureName, IMPORTABLE, kindOf, startsLikePicture } from './pictureKinds';
import { PicturesHere } from './picturesHere';

/** Larger files don't fit into the memory of a page beside the others. */
const MAX_PICTURE_BYTES = 64 * 2 ** 20;
const MAX_ENTRIES = 50_000;
/** So many pictures, or bytes of them, are written in one go. */
const BATCH = 25;
const BATCH_BYTES = 32 * 2 ** 20;

/**
 * Adds pictures and zips of pictures to the gallery: Outpane's own with their complete request, those of other tools with the
 * settings that they say, all others as pictures without settings. What is here already is not added twice.
 */
export async function importPictures(files: readonly File[]): Promise<void> {
  await runTransfer('Importing pictures', async (report, signal) => {
    const count = newCount();
    const here = new PicturesHere(useResults.getState().pictures, readResult);
    try {
      for (const [i, file] of files.entries()) {
        const share = (done: number) => report((i + done) / files.length);
        if ((await kindOf(file).catch(() => null)) === 'zip') {
          const archive = await openForImport(file, count).catch((thrown: unknown) => {
            // Alone, it says what is wrong with it. Among others, it must not keep them out.
            if (files.length === 1) throw thrown;
            count.damaged.push(file.name);
            return null;
          });
          if (archive) await importZip(archive, file.lastModified, count, here, share, signal);
        } else await importAll([sourceOf(file.name, file.lastModified, async () => file)], count, here, share, signal);
      }
    } catch (thrown) {
      // What was added before is kept.
      if (count.added > 0) notify(importedText(count));
      throw thrown;
    }
    notify(importedText(count));
  });
}

/** Lets the person choose pictures and zips, and adds them. */
export const importChosen = (): void => chooseFiles(IMPORTABLE, (files) => void importPictures(files), true);

interface Source {
  /** Null where it turns out to be no picture. */
  read(): Promise<Blob | null>;
  name: string;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

const sourceOf = (path: string, modifiedAt: number, read: Source['read']): Source => ({
  read,
  name: path.replace(/^.*[\\/]/s, '').slice(-300),
  modifiedAt,
});

/** An archive of ours whose list is damaged is a zip of pictures all the same. */
async function openForImport(file: File, count: ImportCount): Promise<Archive> {
  try {
    return await openArchive(file);
  } catch (thrown) {
    if (!(thrown instanceof DamagedManifest)) throw thrown;
    count.damaged.push(MANIFEST);
    return openFiles(file);
  }
}

async function importZip(
  archive: Archive,
  modifiedAt: number,
  count: ImportCount,
  here: PicturesHere,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { manifest, entries } = archive;
  if (manifest) {
    // Its list knows each picture's id, age and all the rest.
    const onProgress = (done: number, total: number) => share(done / total);
    return restorePictures(archive, manifest.pictures, count, { signal, onProgress, makeThumbnail });
  }
  const all = entries.filter(({ name }) => !isFurniture(name));
  const sources = all
    .slice(0, MAX_ENTRIES)
    .map((entry) => sourceOf(entry.name, modifiedAt, async () => readPictureEntry(entry)));
  count.others += all.length - sources.length;
  await importAll(sources, count, here, share, signal);
}

/** What macOS and Windows add to zips is no picture, whatever it is called; nor is what an archive of ours has beside the pictures. */
const isFurniture = (name: string) =>
  /^__MACOSX\/|(^|\/)(\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name) ||
  name === MANIFEST ||
  /^(thumbnails\/[\w-]+\.webp|documents\/\d+\.(json|bin)|records\/.*)$/.test(name);

async function readPictureEntry(entry: ZipEntry): Promise<Blob | null> {
  if (!hasPictureName(entry.name) && !entry.locked) {
    const head = await entry.head(HEAD_BYTES).catch(() => null);
    if (!head || !startsLikePicture(head)) return null;
  }
  return entry.read(MAX_PICTURE_BYTES);
}

/** Where an archive of ours has none. */
export const makeThumbnail = (png: Blob): Promise<Blob> => decoded(png, encodeThumbnail);

async function importAll(
  sources: readonly Source[],
  count: ImportCount,
  here: PicturesHere,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let batch: StoredPicture[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) await savePictures(batch);
    count.added += batch.length;
    count.bare += batch.filter(({ meta }) => settingsOf(meta) === null).length;
    batch = [];
    bytes = 0;
  };
  for (const [i, source] of sources.entries()) {
    signal.throwIfAborted();
    const outcome = await readSource(source, here).catch(faultOf);
    if (outcome === null) count.others += 1;
    else if (outcome === 'known') count.known += 1;
    else if (typeof outcome === 'string') count[outcome].push(source.name);
    else {
      batch.push(outcome);
      bytes += outcome.png.size;
    }
    if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush();
    share((i + 1) / sources.length);
  }
  await flush();
}

class TooLarge extends Error {}

function faultOf(thrown: unknown): EntryFault {
  if (thrown instanceof TooLarge) return 'large';
  return thrown instanceof UnreadableEntry ? thrown.fault : 'damaged';
}

/**
 * A picture as it can be kept; null where the file is none. Rejects with TooLarge, UnreadableEntry, or anything else where the
 * browser can't decode it.
 */
async function readSource(
  { read, name, modifiedAt }: Source,
  here: PicturesHere,
): Promise<StoredPicture | 'known' | null> {
  const blob = await read();
  if (!blob) return null;
  if (blob.size > MAX_PICTURE_BYTES) throw new TooLarge();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { readWholePicture } = await loadPicture();
  const outcome = await readWholePicture(bytes);
  // Other kinds than PNG, JPEG, WebP and AVIF say nothing about themselves here; the browser may know them all the same.
  const info = outcome.ok ? outcome.value : null;
  if (info?.size && info.size.width * info.size.height > MAX_KEPT_PIXELS) throw new TooLarge();
  const origin = info?.settings?.request
    ? { request: info.settings.request }
    : {
        request: null,
        imported: { name, sha256: await sha256(bytes), settings: info?.settings ? said(info.settings) : null },
      };
  // A PNG that stands upright is kept as it is. Any other file becomes one, with the texts that it carried.
  const isKept = info?.container === 'png' && info.orientation === 1;
  const kept = new Blob([bytes], { type: 'image/png' });
  // Asked before it is decoded, where that can be told.
  const early = isKept || !origin.request ? await here.identityOf(origin, kept) : null;
  if (early !== null && here.has(early)) return 'known';
  const { width, height, thumbnail, png } = isKept ? await asItIs(kept) : await asPng(bytes, blob);
  const identity = early ?? (await here.identityOf(origin, png));
  if (here.has(identity)) return 'known';
  here.add(identity);
  return {
    meta: {
      id: newPictureId(modifiedAt),
      createdAt: modifiedAt,
      ...origin,
      width,
      height,
      bytes: png.size,
      seconds: 0,
      engine: null,
      favourite: false,
      deletedAt: null,
    },
    png,
    thumbnail,
  };
}

const said = ({ request: _none, ...settings }: ImportedSettings): PictureSettings => settings;

/** The PNG with the texts that the original carried. */
async function withTexts(original: Uint8Array, pixels: Blob): Promise<Blob> {
  const { copyTexts } = await loadCopyTexts();
  const copied = copyTexts(original, new Uint8Array(await pixels.arrayBuffer()));
  return copied.ok ? new Blob([copied.value], { type: 'image/png' }) : pixels;
}

interface Decoded {
  width: number;
  height: number;
  png: Blob;
  thumbnail: Blob;
}

const asItIs = (png: Blob): Promise<Decoded> =>
  decoded(png, async (bitmap) => ({
    width: bitmap.width,
    height: bitmap.height,
    png,
    thumbnail: await encodeThumbnail(bitmap),
  }));

/** Upright, by the editor's own way to read files: what a picture looks like must not depend on where it is opened. */
async function asPng(bytes: Uint8Array, file: Blob): Promise<Decoded> {
  const { decodePicture } = await loadDecoder();
  const { image } = await decodePicture(file, (size) => {
    if (size.width * size.height > MAX_KEPT_PIXELS) throw new TooLarge();
    return size;
  });
  const { png, thumbnail } = await encodeWithThumbnail(image);
  return { width: image.width, height: image.height, png: await withTexts(bytes, png), thumbnail };
}

/** Does something with the decoded picture. Rejects where the browser can't decode it, and with TooLarge. */
async function decoded<T>(blob: Blob, use: (bitmap: ImageBitmap) => Promise<T>): Promise<T> {
  const bitmap = await createImageBitmap(blob);
  try {
    if (bitmap.width * bitmap.height > MAX_KEPT_PIXELS) throw new TooLarge();
    return await use(bitmap);
  } finally {
    bitmap.close();
  }
}
