import * as v from 'valibot';
import { modelCardSchema, type ModelCard } from '../models/modelCard';
import { readCard } from '../models/readCard';
import { watchedFetch } from '../platform/connection';
import { cancelled, networkFailed, type OutpaneError, toOutpaneError } from '../protocol/errors';
import { chunksOf, lengthOf } from './chunks';
import { memoryStore, openStore, type KeyValueStore } from './keyValue';

const recordSchema = v.object({
  /** All of its chunks were written: it works without a network. */
  installed: v.nullable(modelCardSchema),
  /** Being fetched: the first revision, or the one that will follow `installed`. */
  incoming: v.nullable(modelCardSchema),
  /** Revisions before `installed` that some tab still had loaded: their chunks go when nobody uses them any more. */
  retired: v.optional(v.array(modelCardSchema), []),
});

/** What this device has of one model. */
export type ModelRecord = v.InferOutput<typeof recordSchema>;

export type ModelRecords = KeyValueStore<ModelRecord>;

export function openModelRecords(persistent: boolean): ModelRecords {
  return persistent ? openStore<ModelRecord>('models') : memoryStore<ModelRecord>();
}

/** The record of the card's URL; empty where there is none or an older Outpane wrote one that can't be read any more. */
export async function readRecord(records: ModelRecords, cardUrl: string): Promise<ModelRecord> {
  const parsed = v.safeParse(recordSchema, await records.get(cardUrl));
  return parsed.success ? parsed.output : { installed: null, incoming: null, retired: [] };
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
    const { installed, incoming } = await readRecord(records, cardUrl);
    const kept = installed ?? incoming;
    if (kept) return kept;
    throw error;
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
