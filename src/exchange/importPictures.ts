import type { ImportedSettings } from '../metadata/importedSettings';
import type { PictureSettings } from '../protocol/pictureSettings';
import { openArchive, readArchivePicture, type Archive } from '../storage/archive';
import { settingsOf } from '../storage/pictureMeta';
import { keptPictures, newPictureId, savePictures, type StoredPicture } from '../storage/pictures';
import { sha256 } from '../storage/sha256';
import { loadDecoder } from '../editor/pictureFiles';
import { encodePicture, encodeThumbnail } from '../library/pictureFiles';
import { countPictures } from '../library/gallery';
import { notify } from '../shell/notices';
import { readResult, useResults } from '../library/results';
import { runTransfer } from './runTransfer';
import { chooseFiles } from './chooseFiles';
import { loadCopyTexts, loadPicture } from './metadataParts';
import { PicturesHere } from './picturesHere';

/** Files that can be imported, for a file chooser. */
const IMPORTABLE = '.zip,image/png,image/jpeg,image/webp,image/avif';
const PICTURE_NAME = /\.(png|jpe?g|webp|avif)$/i;
/** Larger files and pictures don't fit into the memory of a page beside the others. */
const MAX_PICTURE_BYTES = 64 * 2 ** 20;
const MAX_PIXELS = 8192 * 8192;
const MAX_ENTRIES = 50_000;
const BATCH = 25;

/** What became of the pictures. */
interface Count {
  /** Added, and how many of them came without settings. */
  added: number;
  bare: number;
  /** Here already. */
  known: number;
  /** Names of the refused: no pictures or damaged ones, and too large ones. */
  damaged: string[];
  large: string[];
}

/**
 * Adds pictures and zips of pictures to the gallery: Outpane's own with their complete request, those of other tools with the
 * settings that they say, all others as pictures without settings. What is here already is not added twice.
 */
export async function importPictures(files: readonly File[]): Promise<void> {
  await runTransfer('Importing pictures', async (report, signal) => {
    const count: Count = { added: 0, bare: 0, known: 0, damaged: [], large: [] };
    const here = new PicturesHere(useResults.getState().pictures, readResult);
    try {
      for (const [i, file] of files.entries()) {
        const share = (done: number) => report((i + done) / files.length);
        if (await isZip(file)) {
          const archive = await openArchive(file).catch((thrown: unknown) => {
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

/** What an import did, in a sentence or two. */
export function importedText({ added, bare, known, damaged, large }: Count): string {
  const some = bare === added ? '' : `${bare.toLocaleString()} of them `;
  const parts = [
    `${countPictures(added)} added${bare > 0 ? `, ${some}without settings` : ''}`,
    known > 0 && `${countPictures(known)} here already`,
    damaged.length > 0 && `could not be read: ${listed(damaged)}`,
    large.length > 0 && `too large (64 MB or 67 million pixels at most): ${listed(large)}`,
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

const NAMED = 3;

/** The first names, and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more.toLocaleString()} more` : '');
}

async function isZip(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

interface Source {
  read(): Promise<Blob>;
  name: string;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

const sourceOf = (path: string, modifiedAt: number, read: () => Promise<Blob>): Source => ({
  read,
  name: path.replace(/^.*[\\/]/s, '').slice(-300),
  modifiedAt,
});

async function importZip(
  archive: Archive,
  modifiedAt: number,
  count: Count,
  here: PicturesHere,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  if (archive.manifest) return importListed(archive, archive.manifest.pictures, count, share, signal);
  const sources = archive.entries
    // What macOS adds to zips are no pictures, whatever they are called.
    .filter(({ name }) => PICTURE_NAME.test(name) && !/^__MACOSX\/|(^|\/)\._/.test(name))
    .slice(0, MAX_ENTRIES)
    .map(({ name, size, read }) =>
      sourceOf(name, modifiedAt, async () => {
        if (size > MAX_PICTURE_BYTES) throw new TooLarge();
        return read(MAX_PICTURE_BYTES);
      }),
    );
  await importAll(sources, count, here, share, signal);
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
    const batch = list.slice(at, at + BATCH);
    const read = await Promise.all(batch.map((one) => readArchivePicture(archive, one).catch(() => null)));
    const sound = read.filter((picture) => picture !== null);
    const known = await keptPictures(sound.map(({ meta }) => meta.id));
    const added: StoredPicture[] = [];
    for (const picture of sound) {
      if (known.has(picture.meta.id)) continue;
      const thumbnail = picture.thumbnail ?? (await decoded(picture.png, encodeThumbnail).catch(() => null));
      if (thumbnail) added.push({ ...picture, thumbnail });
    }
    if (added.length > 0) await savePictures(added);
    count.known += known.size;
    count.added += added.length;
    count.bare += added.filter(({ meta }) => settingsOf(meta) === null).length;
    const kept = new Set([...known, ...added.map(({ meta }) => meta.id)]);
    const refused = batch.filter((_, i) => !kept.has(read[i]?.meta.id ?? ''));
    count.damaged.push(...refused.map(({ file }) => file));
    share(Math.min(1, (at + BATCH) / list.length));
  }
}

async function importAll(
  sources: readonly Source[],
  count: Count,
  here: PicturesHere,
  share: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let batch: StoredPicture[] = [];
  const flush = async () => {
    if (batch.length > 0) await savePictures(batch);
    count.added += batch.length;
    count.bare += batch.filter(({ meta }) => settingsOf(meta) === null).length;
    batch = [];
  };
  for (const [i, source] of sources.entries()) {
    signal.throwIfAborted();
    const outcome = await readSource(source, here).catch((thrown: unknown) =>
      thrown instanceof TooLarge ? ('large' as const) : ('damaged' as const),
    );
    if (outcome === 'known') count.known += 1;
    else if (typeof outcome === 'string') count[outcome].push(source.name);
    else batch.push(outcome);
    if (batch.length >= BATCH) await flush();
    share((i + 1) / sources.length);
  }
  await flush();
}

class TooLarge extends Error {}

/** A picture as it can be kept. Rejects with TooLarge, or anything else where the browser can't decode it. */
async function readSource({ read, name, modifiedAt }: Source, here: PicturesHere): Promise<StoredPicture | 'known'> {
  const blob = await read();
  if (blob.size > MAX_PICTURE_BYTES) throw new TooLarge();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { readPicture } = await loadPicture();
  const outcome = readPicture(bytes);
  // Other kinds than PNG, JPEG and WebP say nothing about themselves here; the browser may know them all the same.
  const info = outcome.ok ? outcome.value : null;
  if (info?.size && info.size.width * info.size.height > MAX_PIXELS) throw new TooLarge();
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
    if (size.width * size.height > MAX_PIXELS) throw new TooLarge();
    return size;
  });
  const { png, thumbnail } = await encodePicture(image);
  return { width: image.width, height: image.height, png: await withTexts(bytes, png), thumbnail };
}

/** Does something with the decoded picture. Rejects where the browser can't decode it, and with TooLarge. */
async function decoded<T>(blob: Blob, use: (bitmap: ImageBitmap) => Promise<T>): Promise<T> {
  const bitmap = await createImageBitmap(blob);
  try {
    if (bitmap.width * bitmap.height > MAX_PIXELS) throw new TooLarge();
    return await use(bitmap);
  } finally {
    bitmap.close();
  }
}
