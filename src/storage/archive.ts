import { makeZip } from 'client-zip';
import * as v from 'valibot';
import { badRequest } from '../protocol/errors';
import { recordKind } from '../protocol/recordKind';
import { pictureMetaKind, type PictureMeta } from './pictureMeta';
import { readZip, type ZipEntry } from './readZip';

/** Stands first in every archive that Outpane writes and says what the other files are. */
const MANIFEST = 'outpane.json';
const MAX_MANIFEST = 256 * 2 ** 20;
/** Largest picture or document part that is taken in, in bytes. */
const MAX_FILE = 512 * 2 ** 20;
const MAX_THUMBNAIL = 2 * 2 ** 20;

/** Of today's manifests. */
const MANIFEST_FORMAT = 1;

const fileName = v.pipe(v.string(), v.maxLength(400));

const manifestSchema = v.object({
  app: v.literal('outpane'),
  format: v.literal(MANIFEST_FORMAT),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  /** Each checked by itself when it is taken in: one of another version costs only itself. */
  pictures: v.array(v.object({ file: fileName, thumbnail: v.optional(fileName), meta: v.unknown() })),
  /** Records of the editor's documents by key: JSON, or bytes as they are. */
  documents: v.optional(v.array(v.object({ key: fileName, file: fileName, kind: v.picklist(['json', 'bytes']) }))),
  /**
   * Records that the writer could not read itself, or that JSON alone can't hold, as they were stored (recordCodec.ts): `file`
   * is their JSON, and each of `binaries` a file. Of the same stores as all the rest.
   */
  records: v.optional(
    v.array(
      v.object({
        store: v.picklist(['documents', 'pictureMeta', 'pictures', 'thumbnails']),
        key: fileName,
        file: fileName,
        binaries: v.array(fileName),
      }),
    ),
  ),
  /** What localStorage had, by slice of shell/persistence.ts. */
  settings: v.optional(v.record(v.string(), v.string())),
});

const manifestKind = recordKind({ version: MANIFEST_FORMAT, versionField: 'format', schema: manifestSchema });

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** A file on its way into an archive. */
export interface ArchiveFile {
  name: string;
  content: Blob | Uint8Array<ArrayBuffer> | string;
  modifiedAt: number;
}

/** The archive as a stream: one file at a time is in memory. `files` begins with the manifest. */
export function writeArchive(files: AsyncIterable<ArchiveFile>): ReadableStream<Uint8Array> {
  async function* inputs() {
    for await (const { name, content, modifiedAt } of files) {
      yield { name, input: content, lastModified: new Date(modifiedAt) };
    }
  }
  return makeZip(inputs());
}

/** The manifest's file, from what it is to say. */
export function manifestFile(manifest: Omit<Manifest, 'app' | 'format' | 'createdAt'>): ArchiveFile {
  const createdAt = Date.now();
  const content = JSON.stringify({
    app: 'outpane',
    format: MANIFEST_FORMAT,
    createdAt,
    ...manifest,
  } satisfies Manifest);
  return { name: MANIFEST, content, modifiedAt: createdAt };
}

/** An opened archive. */
export interface Archive {
  /** Null where Outpane did not write it: then it is just a zip of files. */
  manifest: Manifest | null;
  entries: ZipEntry[];
  /** Bytes as `type`; null where there is no such file. */
  file(name: string, type?: string, maxBytes?: number): Promise<Blob | null>;
}

/** Opens any zip. Rejects with `bad-request` where it is none, or its manifest is of a newer Outpane or damaged. */
export async function openArchive(blob: Blob): Promise<Archive> {
  const entries = await readZip(blob);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const manifest = byName.get(MANIFEST);
  return {
    entries,
    manifest: manifest ? await readManifest(manifest) : null,
    file: async (name, type, maxBytes = MAX_FILE) => (await byName.get(name)?.read(maxBytes, type)) ?? null,
  };
}

async function readManifest(entry: ZipEntry): Promise<Manifest> {
  const text = await (await entry.read(MAX_MANIFEST)).text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = manifestKind.read(json);
  if (read.kind === 'read') return read.value;
  throw badRequest(
    read.reason === 'newer'
      ? 'This archive was written by a newer version of Outpane.'
      : "This archive's list of contents can't be read.",
    'Nothing was changed. Reload the page to update Outpane, then try again.',
    [read.at, read.cause].filter(Boolean).join(': '),
  );
}

export interface ArchivePicture {
  meta: PictureMeta;
  /** The same as it is to be stored: with what only its own version knows of it. */
  record: object;
  png: Blob;
  thumbnail: Blob | null;
}

/** One picture of an archive as it can be kept, or why it can't. The id is as in the archive. */
export async function readArchivePicture(
  archive: Archive,
  { file, thumbnail, meta }: Manifest['pictures'][number],
): Promise<ArchivePicture | null> {
  const read = pictureMetaKind.read(meta);
  if (read.kind !== 'read' || !PICTURE_ID.test(read.value.id)) return null;
  const png = await archive.file(file, 'image/png');
  if (!png || !(await isPng(png))) return null;
  const small = thumbnail === undefined ? null : await archive.file(thumbnail, 'image/webp', MAX_THUMBNAIL);
  const here = { bytes: png.size, deletedAt: null };
  return { meta: { ...read.value, ...here }, record: { ...(meta as object), ...here }, png, thumbnail: small };
}

/** Ids of pictures that an archive may bring. */
export const PICTURE_ID = /^[\w-]{1,64}$/;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

async function isPng(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await blob.slice(0, 8).arrayBuffer());
  return PNG_SIGNATURE.every((byte, i) => head[i] === byte);
}
