import * as v from 'valibot';
import { modelCardSchema, type ModelCard } from '../models/modelCard';
import { readCard } from '../models/readCard';
import { watchedFetch } from '../platform/connection';
import { cancelled, modelDamaged, networkFailed, type OutpaneError, toOutpaneError } from '../protocol/errors';
import { readOr, recordKind } from '../protocol/recordKind';
import { chunksOf, lengthOf } from './chunks';
import { memoryStore, openStore, type KeyValueStore } from './keyValue';

const cardKind = recordKind({ version: 1, versionField: 'format', schema: modelCardSchema });

const recordForm = recordKind({
  version: 1,
  schema: v.object({
    installed: v.unknown(),
    incoming: v.unknown(),
    retired: v.optional(v.array(v.unknown()), []),
    unread: v.optional(v.array(v.unknown()), []),
  }),
});

/** What this device has of one model. */
export interface ModelRecord {
  /** All of its chunks were written: it works without a network. */
  installed: ModelCard | null;
  /** Being fetched: the first revision, or the one that will follow `installed`. */
  incoming: ModelCard | null;
  /** Revisions before `installed` that some tab still had loaded: their chunks go when nobody uses them any more. */
  retired: ModelCard[];
  /** Cards and records of another version, as they were stored. While there are any, no chunk is deleted: it may be theirs. */
  unread?: unknown[];
}

/** As they are stored: written by any version. */
export type ModelRecords = KeyValueStore<unknown>;

export function openModelRecords(persistent: boolean): ModelRecords {
  return persistent ? openStore<unknown>('models') : memoryStore<unknown>();
}

/** The record of the card's URL; empty where there is none. What can't be read of it is in `unread`. */
export async function readRecord(records: ModelRecords, cardUrl: string): Promise<ModelRecord> {
  const raw = await records.get(cardUrl);
  return raw === undefined || raw === null ? NOTHING : toRecord(raw);
}

const NOTHING: ModelRecord = { installed: null, incoming: null, retired: [] };

function toRecord(raw: unknown): ModelRecord {
  const form = recordForm.read(raw);
  if (form.kind === 'unreadable') return { ...NOTHING, unread: [raw] };
  const { value } = form;
  const unread: unknown[] = [];
  const cardOf = (one: unknown): ModelCard | null => {
    const card = readOr(cardKind, one);
    if (!card && one !== null && one !== undefined) unread.push(one);
    return card;
  };
  const installed = cardOf(value.installed);
  const incoming = cardOf(value.incoming);
  const retired = value.retired.map(cardOf);
  for (const one of value.unread) {
    // An older version put them aside, and has gone on without them: their chunks go when nobody uses them any more.
    const inner = readOr(cardKind, one) ? null : recordForm.read(one);
    if (inner?.kind === 'read') {
      const { unread: rest = [], ...aside } = toRecord(one);
      retired.push(aside.installed, aside.incoming, ...aside.retired);
      unread.push(...rest);
    } else retired.push(cardOf(one));
  }
  return {
    installed,
    incoming,
    retired: retired.filter((card) => card !== null),
    ...(unread.length > 0 && { unread }),
  };
}

/** Whether some model's record has a part that this version can't read. */
export async function hasUnreadRecords(records: ModelRecords): Promise<boolean> {
  for (const raw of await records.values()) if (toRecord(raw).unread) return true;
  return false;
}

/**
 * The model's card: the server's when it can be reached, else the one of the installed model.
 * Rejects with `network` when there is neither, `model-damaged` when the server's can't be read, `cancelled`.
 */
export async function currentCard(records: ModelRecords, cardUrl: string, signal?: AbortSignal): Promise<ModelCard> {
  try {
    return await fetchCard(cardUrl, signal);
  } catch (thrown) {
    const error = toOutpaneError(thrown);
    if (error.code === 'cancelled') throw error;
    const { installed, incoming, unread } = await readRecord(records, cardUrl);
    const kept = installed ?? incoming;
    if (kept) return kept;
    throw unread ? ofAnotherVersion(error.cause) : error;
  }
}

/**
 * The card that this device works with, for the UI thread, which keeps no store open: the installed revision's even when the
 * server has another, else the server's. Works where nothing can be stored, too. Rejects as `currentCard` does.
 */
export async function openCard(cardUrl: string, signal?: AbortSignal): Promise<ModelCard> {
  const record = await readRecord(openModelRecords(true), cardUrl).catch(() => null);
  return record?.installed ?? currentCard(openModelRecords(record !== null), cardUrl, signal);
}

/** The installed revision's card, or null where there is none or nothing can be stored. */
export async function installedCard(cardUrl: string): Promise<ModelCard | null> {
  return (await readRecord(openModelRecords(true), cardUrl).catch(() => null))?.installed ?? null;
}

/** A revision on the server that will follow the installed one. */
export interface NewerRevision {
  card: ModelCard;
  /** What it has that the installed one has not. */
  bytes: number;
}

/** Asks the server whether its card is another than the installed one; null when not, or when nothing is installed. Rejects as `fetchCard` does. */
export async function newerRevision(cardUrl: string): Promise<NewerRevision | null> {
  const installed = await installedCard(cardUrl);
  if (!installed) return null;
  const card = await fetchCard(cardUrl);
  if (sameCard(card, installed)) return null;
  const here = new Set(chunksOf(installed).map(({ key }) => key));
  return { card, bytes: lengthOf(chunksOf(card).filter(({ key }) => !here.has(key))) };
}

export const sameCard = (a: ModelCard, b: ModelCard) => JSON.stringify(a) === JSON.stringify(b);

/** The server's card. Rejects with `network`, `model-damaged` when it can't be read, `cancelled`. */
export async function fetchCard(cardUrl: string, signal?: AbortSignal): Promise<ModelCard> {
  let text: string;
  try {
    // no-cache: a new revision is seen at once, an unchanged card costs a 304.
    const response = await watchedFetch(cardUrl, { signal, cache: 'no-cache' });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    text = await response.text();
  } catch (thrown) {
    if (signal?.aborted) throw fetchCancelled();
    throw networkFailed(
      "The model's card could not be fetched.",
      'Your pictures are safe. Check the connection and try again.',
      `${cardUrl}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  return readCard(text);
}

export const fetchCancelled = (): OutpaneError => cancelled('What was fetched so far is kept.');

function ofAnotherVersion(cause: string | undefined): OutpaneError {
  return modelDamaged(
    'The model on this device was stored by another version of Outpane, and this one can’t read it.',
    'It is kept as it is, and your pictures are safe. Connect to the network and reload the page to update Outpane.',
    cause,
  );
}
