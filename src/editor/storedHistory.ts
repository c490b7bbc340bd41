import * as v from 'valibot';
import { rectSchema } from '../protocol/generationRequest';
import { readOr, recordKind, recordSchema } from '../protocol/recordKind';
import type { StoredDocument } from '../storage/documents';
import { artDocumentKind } from './document';
import type { ArtDocument } from './document';
import type { History, HistoryEntry } from './history';

const entryKind = recordKind({
  version: 1,
  schema: v.object({
    id: v.string(),
    label: v.string(),
    at: v.number(),
    state: recordSchema(artDocumentKind),
    merge: v.optional(v.string()),
  }),
});

/** Whether this version can read a step of a history. */
export const isStep = (raw: unknown): boolean => entryKind.read(raw).kind === 'read';

const finite = v.pipe(v.number(), v.finite());

const unreadStepSchema = v.object({
  id: v.string(),
  /** What made it, as far as it can be told. */
  label: v.string(),
  /** Unix milliseconds. */
  at: v.nullable(v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))),
  /** The readable step before it; null where there is none. */
  after: v.nullable(v.string()),
});

/** A step of a history that this version can't read. It stays in the document that it was found in, which is not written any more. */
export type UnreadStep = v.InferOutput<typeof unreadStepSchema>;

const viewSchema = v.object({
  view: v.object({ x: finite, y: finite, zoom: v.pipe(finite, v.minValue(0.001)) }),
  target: v.nullable(rectSchema),
  // Not written by the first versions.
  window: v.optional(v.object({ width: finite, height: finite })),
  fitted: v.optional(v.boolean()),
});
const viewKind = recordKind({ version: 1, schema: viewSchema });

const carriedKind = recordKind({ version: 1, schema: v.object({ unread: v.array(unreadStepSchema) }) });

/** What this version can read of a stored document. */
export interface StoredHistory {
  history: History<ArtDocument>;
  /** What is kept beside it; empty where that can't be read. */
  view: Partial<v.InferOutput<typeof viewSchema>>;
  /** Steps among those of the history that can't be read, the oldest first. */
  unread: UnreadStep[];
  /** Steps that a former version of this document had and this one never could read. */
  carried: UnreadStep[];
}

/** Null where no step can be read. A step that is not there at all is left out; only a lost write leaves such. */
export function readHistory({ head, entries: raws }: StoredDocument): StoredHistory | null {
  const entries: HistoryEntry<ArtDocument>[] = [];
  const unread: UnreadStep[] = [];
  let index = 0;
  raws.forEach((raw, i) => {
    if (raw === undefined) return;
    const read = entryKind.read(raw);
    if (read.kind === 'unreadable') {
      unread.push(unreadStep(head.entries[i] ?? '', raw, entries.at(-1)?.id ?? null));
      return;
    }
    entries.push(read.value);
    if (i <= head.index) index = entries.length - 1;
  });
  if (entries.length === 0) return null;
  const carried = readOr(carriedKind, head.extra)?.unread ?? [];
  return { history: { entries, index }, view: readOr(viewKind, head.extra) ?? {}, unread, carried };
}

function unreadStep(id: string, raw: unknown, after: string | null): UnreadStep {
  const fields = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  const step = { id, label: fields.label, at: fields.at, after };
  return v.is(unreadStepSchema, step) ? step : { id, label: '', at: null, after };
}
