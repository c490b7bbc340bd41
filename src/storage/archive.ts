import { makeZip } from 'client-zip';
import * as v from 'valibot';
import { badRequest, OutpaneError } from '../protocol/errors';
import { recordKind } from '../protocol/recordKind';
import { readZip, type ZipEntry } from './zip/readZip';

/** Stands first in every archive that Outpane writes and says what the other files are. */
export const MANIFEST = 'outpane.json';
const MAX_MANIFEST = 256 * 2 ** 20;
/** Largest file that is taken in, in bytes when unpacked: no more than of a picture that is opened by itself. */
const MAX_FILE = 64 * 2 ** 20;

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

/** Ids of pictures that an archive may bring. */
export const PICTURE_ID = /^[\w-]{1,64}$/;

/** What localStorage had, by slice of shell/persistence.ts. */
export type KeptSettings = Record<string, string>;

/** A file on its way into an archive. */
export interface ArchiveFile {
  name: string;
  content: Blob | Uint8Array<ArrayBuffer> | string;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** The archive as a stream: one file at a time is in memory. `files` begins with the manifest. */
export function writeArchive(files: AsyncIterable<ArchiveFile>): ReadableStream<Uint8Array> {
  async function* inputs() {
    for await (const { name, content, modifiedAt } of files) {
      yield { name, input: content, lastModified: zipDate(modifiedAt) };
    }
  }
  return makeZip(inputs());
}

/** A zip writes a year in seven bits from 1980, by the clock on the wall; others would come round again. */
const FIRST_DATE = new Date(1980, 0, 1);
const LAST_DATE = new Date(2107, 11, 31, 23, 59, 58);

function zipDate(time: number): Date {
  // The comparisons are false for what is no time at all.
  if (!(time > FIRST_DATE.getTime())) return FIRST_DATE;
  return time < LAST_DATE.getTime() ? new Date(time) : LAST_DATE;
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
  /** Bytes as `type`; null where there is no such file. Rejects with UnreadableEntry, also for one of more than `maxBytes` (64 MB). */
  file(name: string, type?: string, maxBytes?: number): Promise<Blob | null>;
}

/** Opens any zip. Rejects with `bad-request` where it is none, or its manifest is of a newer Outpane or damaged. */
export async function openArchive(blob: Blob): Promise<Archive> {
  const archive = await openFiles(blob);
  const manifest = archive.entries.find(({ name }) => name === MANIFEST);
  return { ...archive, manifest: manifest ? await readManifest(manifest) : null };
}

/** The same for one whose manifest does not matter, or can't be read. */
export async function openFiles(blob: Blob): Promise<Archive> {
  const entries = await readZip(blob);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    entries,
    manifest: null,
    file: async (name, type, maxBytes) => {
      const entry = byName.get(name);
      // What was only stored fills no more room than the archive does.
      return entry ? entry.read(maxBytes ?? Math.max(MAX_FILE, entry.packed), type) : null;
    },
  };
}

async function readManifest(entry: ZipEntry): Promise<Manifest> {
  let json: unknown;
  try {
    json = JSON.parse(await (await entry.read(Math.min(MAX_MANIFEST, Math.max(MAX_FILE, entry.packed)))).text());
  } catch (thrown) {
    throw new DamagedManifest(thrown instanceof OutpaneError ? thrown.message : String(thrown));
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

/** The list of contents was not what had been written: settings in it can't be trusted, but the pictures beside it may be whole. */
export class DamagedManifest extends OutpaneError {
  constructor(cause: string) {
    super({
      code: 'bad-request',
      message: "This archive's list of contents is damaged.",
      hint: 'Nothing was changed. Fetch the archive again from where it was kept; if that does not help, import it in the gallery: the pictures in it can be added without their settings.',
      cause,
    });
  }
}
