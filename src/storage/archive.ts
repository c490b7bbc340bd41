import { makeZip } from 'client-zip';
import * as v from 'valibot';
import { OutpaneError } from '../protocol/errors';
import { pictureMetaSchema, type PictureMeta } from './pictureMeta';
import { readZip, type ZipEntry } from './readZip';

/** Stands first in every archive that Outpane writes and says what the other files are. */
const MANIFEST = 'outpane.json';
const MAX_MANIFEST = 256 * 2 ** 20;
/** Largest picture or document part that is taken in, in bytes. */
const MAX_FILE = 512 * 2 ** 20;
const MAX_THUMBNAIL = 2 * 2 ** 20;

const fileName = v.pipe(v.string(), v.maxLength(400));

const manifestSchema = v.object({
  app: v.literal('outpane'),
  format: v.literal(1),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  /** Each checked by itself when it is taken in: one of another version costs only itself. */
  pictures: v.array(v.object({ file: fileName, thumbnail: v.optional(fileName), meta: v.unknown() })),
  /** Records of the editor's documents by key: JSON, or bytes as they are. */
  documents: v.optional(v.array(v.object({ key: fileName, file: fileName, kind: v.picklist(['json', 'bytes']) }))),
  /** What localStorage had, by slice of shell/persistence.ts. */
  settings: v.optional(v.record(v.string(), v.string())),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** What localStorage had, by slice of shell/persistence.ts. */
export type KeptSettings = Record<string, string>;

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
  const content = JSON.stringify({ app: 'outpane', format: 1, createdAt, ...manifest } satisfies Manifest);
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
  const parsed = v.safeParse(manifestSchema, json);
  if (parsed.success) return parsed.output;
  throw new OutpaneError({
    code: 'bad-request',
    message: "This archive's list of contents can't be read.",
    hint: 'Nothing was changed. It may come from a newer Outpane: reload the page to update, then try again.',
    cause: v.getDotPath(parsed.issues[0]) ?? undefined,
  });
}

/** One picture of an archive as it can be kept, or why it can't. The id is as in the archive. */
export async function readArchivePicture(
  archive: Archive,
  { file, thumbnail, meta }: Manifest['pictures'][number],
): Promise<{ meta: PictureMeta; png: Blob; thumbnail: Blob | null } | null> {
  const parsed = v.safeParse(pictureMetaSchema, meta);
  if (!parsed.success || !/^[\w-]{1,64}$/.test(parsed.output.id)) return null;
  const png = await archive.file(file, 'image/png');
  if (!png || !(await isPng(png))) return null;
  const small = thumbnail === undefined ? null : await archive.file(thumbnail, 'image/webp', MAX_THUMBNAIL);
  return { meta: { ...parsed.output, bytes: png.size, deletedAt: null }, png, thumbnail: small };
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

async function isPng(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await blob.slice(0, 8).arrayBuffer());
  return PNG_SIGNATURE.every((byte, i) => head[i] === byte);
}
