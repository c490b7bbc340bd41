import * as v from 'valibot';
import { requestKind } from '../protocol/generationRequest';
import { pictureSettingsKind, settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';
import type { GenerationRequest } from '../protocol/generationRequest';
import { recordKind, recordSchema, type RecordKind } from '../protocol/recordKind';

const importedKind = recordKind({
  version: 1,
  schema: v.object({
    /** The file's name, without its folders. */
    name: v.pipe(v.string(), v.maxLength(300)),
    /** sha256 of the file that came in, which tells it from others. */
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  /** What another tool wrote into it. */
  parts: { settings: pictureSettingsKind },
});

const metaSchema = v.object({
  /** Sorts by the time of making: newest last. */
  id: v.pipe(v.string(), v.minLength(1)),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  /** Only of pictures that Outpane has not made: what is known about them. */
  imported: v.optional(recordSchema(importedKind)),
  /** In pixels; larger than the request's where the picture was grown. */
  width: v.number(),
  height: v.number(),
  /** Of the PNG. */
  bytes: v.number(),
  /** How long it took. */
  seconds: v.number(),
  /** What made it, as the engine named it. */
  engine: v.nullable(v.object({ backend: v.picklist(['webgpu', 'wasm']), adapter: v.string() })),
  favourite: v.boolean(),
  /** Set while a deletion can still be undone; milliseconds since 1970. */
  deletedAt: v.nullable(v.number()),
});

/** What is known about a kept picture, without its pixels. */
export interface PictureMeta extends v.InferOutput<typeof metaSchema> {
  /** Of this one picture, complete: `pictures` is 1 and `seed` its own. Null for pictures that Outpane has not made. */
  request: GenerationRequest | null;
  /** The request as it was stored where this version can't read it: then it is null above. */
  unread?: { request?: unknown };
}

export const pictureMetaKind: RecordKind<PictureMeta> = recordKind({
  version: 1,
  schema: metaSchema,
  parts: { request: requestKind },
});

/** A kept picture of whose record this version can't read more than this. */
export interface UnreadPicture {
  id: string;
  /** Milliseconds since 1970; null where nothing says it. */
  createdAt: number | null;
  reason: 'newer' | 'damaged';
}

/** What a record under this id says. Null where a newer version's record says that the picture was deleted. */
export function readPictureMeta(id: string, raw: unknown): { meta: PictureMeta } | { unread: UnreadPicture } | null {
  const read = pictureMetaKind.read(raw);
  if (read.kind === 'read' && read.value.id === id) return { meta: read.value };
  if (isDeleted(raw)) return null;
  const reason = read.kind === 'read' ? 'damaged' : read.reason;
  return { unread: { id, createdAt: timeIn(raw) ?? timeOfId(id), reason } };
}

/** Whether a record, of whichever version, says that its picture was deleted. */
export const isDeleted = (raw: unknown): boolean => typeof fieldOf(raw, 'deletedAt') === 'number';

/** The id that a record, of whichever version, says of itself. */
export function recordId(raw: unknown): string | null {
  const id = fieldOf(raw, 'id');
  return typeof id === 'string' ? id : null;
}

function timeIn(raw: unknown): number | null {
  const time = fieldOf(raw, 'createdAt');
  return typeof time === 'number' && isTime(time) ? time : null;
}

/** Ids begin with the time of making in base 36 (pictures.ts). */
function timeOfId(id: string): number | null {
  const time = /^[0-9a-z]{9}-/.test(id) ? parseInt(id.slice(0, 9), 36) : NaN;
  return isTime(time) ? time : null;
}

/** Dates end in the year 275760. */
const isTime = (time: number) => Math.abs(time) <= 8.64e15;

const fieldOf = (raw: unknown, name: string): unknown =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[name] : undefined;

type Origin = Pick<PictureMeta, 'request' | 'imported'>;

/** How a picture was made, whichever tool made it; null where it does not say. */
export const settingsOf = ({ request, imported }: Origin): PictureSettings | null =>
  request ? settingsOfRequest(request) : (imported?.settings ?? null);

/** Whether it says how it was made, in a way that this version can't read. */
export const hasUnreadSettings = ({ unread, imported }: PictureMeta): boolean =>
  unread?.request !== undefined || imported?.unread?.settings !== undefined;

/** The words that a picture was made from; empty where it carries none. */
export const promptOf = ({ request, imported }: Origin): string => request?.prompt ?? imported?.settings?.prompt ?? '';

/** What a picture is called: by its words, else by the file that it came from. */
export const titleOf = (meta: Origin): string => promptOf(meta) || meta.imported?.name || 'No prompt';

/** The model that made a picture: our id or another tool's name; null where nothing says. */
export const modelOf = ({ request, imported }: Origin): string | null =>
  request?.model.id ?? imported?.settings?.model.name ?? null;
