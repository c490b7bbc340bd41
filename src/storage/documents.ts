import * as v from 'valibot';
import { readOr, recordKind } from '../protocol/recordKind';
import { documentOf } from './documentKeys';
import { openStore } from './keyValue';
import type { KeyValueStore } from './keyValue';
import { inSteps } from './orphans';
import { stringsIn } from './stringsIn';

const headKind = recordKind({
  version: 1,
  schema: v.object({
    /** Ids of the history's entries, oldest first, and which of them is the present. */
    entries: v.array(v.string()),
    index: v.number(),
    /** Unix milliseconds of the last change. */
    changedAt: v.number(),
    /** What is kept beside the history (the view, an expansion being prepared). */
    extra: v.optional(v.unknown()),
  }),
});

/** Everything about one edited picture but its tiles, as the editor wrote it; checked by the editor when it is read. */
export interface StoredHead {
  entries: string[];
  index: number;
  changedAt: number;
  extra?: unknown;
}

export interface ListedDocument {
  id: string;
  /** Unix milliseconds; 0 where its head does not say. */
  changedAt: number;
}

export interface StoredDocument {
  head: StoredHead;
  /** In the order of `head.entries`; undefined where one is missing. */
  entries: unknown[];
}

/** What changed since the last save. */
export interface DocumentChange {
  head: StoredHead;
  newEntries: ReadonlyMap<string, unknown>;
  goneEntries: readonly string[];
  newTiles: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  goneTiles: readonly string[];
}

const headKey = (id: string) => `head:${id}`;
const entryKey = (id: string, entry: string) => `entry:${id}:${entry}`;
const tileKey = (id: string, tile: string) => `tile:${id}:${tile}`;

/**
 * The pictures being edited, each with its history: one record for the head, one for each step of the history, one for
 * each tile (packed). Steps and tiles never change once written, so that a save writes only what is new.
 */
export class DocumentStore {
  constructor(private readonly store: KeyValueStore<unknown> = openStore<unknown>('documents')) {}

  /** All documents, whoever can read them, the one changed last first. */
  async list(): Promise<ListedDocument[]> {
    const ids = (await this.store.keys()).filter((key) => key.startsWith('head:')).map((key) => key.slice(5));
    const heads = await this.store.getMany(ids.map(headKey));
    return ids.map((id, i) => ({ id, changedAt: timeOf(heads[i]) })).sort((a, b) => b.changedAt - a.changedAt);
  }

  /** Undefined when there is no such document, or its head can't be read. */
  async read(id: string): Promise<StoredDocument | undefined> {
    const head = readOr(headKind, await this.store.get(headKey(id)));
    if (!head) return undefined;
    return { head, entries: await this.store.getMany(head.entries.map((entry) => entryKey(id, entry))) };
  }

  /** The head and only its present entry, for lists. */
  async readPresent(id: string): Promise<StoredDocument | undefined> {
    const head = readOr(headKind, await this.store.get(headKey(id)));
    const entry = head?.entries[head.index];
    if (!head || entry === undefined) return undefined;
    return {
      head: { ...head, entries: [entry], index: 0 },
      entries: [await this.store.get(entryKey(id, entry))],
    };
  }

  /** Packed bytes of the tiles that are there. */
  async readTiles(id: string, tiles: string[]): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    const values = await this.store.getMany(tiles.map((tile) => tileKey(id, tile)));
    const found = new Map<string, Uint8Array<ArrayBuffer>>();
    tiles.forEach((tile, i) => {
      const bytes = values[i];
      if (bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer) {
        found.set(tile, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      }
    });
    return found;
  }

  /** All that is new in one transaction; only then what nothing refers to any more is deleted, so that a crash in between loses nothing. */
  async save(id: string, change: DocumentChange): Promise<void> {
    await this.store.setMany([
      ...[...change.newTiles].map(([tile, bytes]): [string, unknown] => [tileKey(id, tile), bytes]),
      ...[...change.newEntries].map(([entry, value]): [string, unknown] => [entryKey(id, entry), value]),
      [headKey(id), change.head],
    ]);
    const gone = [
      ...change.goneEntries.map((entry) => entryKey(id, entry)),
      ...change.goneTiles.map((tile) => tileKey(id, tile)),
    ];
    if (gone.length > 0) await this.store.delete(gone);
  }

  /**
   * Copies a document's steps and tiles under another id, its head last: it counts as there once that is. Rejects as the
   * store does, and leaves nothing behind then.
   */
  copy(from: string, to: string, stored: StoredDocument, tiles: readonly string[]): Promise<void> {
    return inSteps(() => this.#copy(from, to, stored, tiles));
  }

  async #copy(from: string, to: string, { head, entries }: StoredDocument, tiles: readonly string[]): Promise<void> {
    try {
      for (let at = 0; at < tiles.length; at += BATCH) {
        const batch = await this.readTiles(from, tiles.slice(at, at + BATCH));
        await this.store.setMany([...batch].map(([tile, bytes]): [string, unknown] => [tileKey(to, tile), bytes]));
      }
      await this.store.setMany([
        ...head.entries.map((entry, i): [string, unknown] => [entryKey(to, entry), entries[i]]),
        [headKey(to), head],
      ]);
    } catch (thrown) {
      await this.delete(to).catch(() => undefined);
      throw thrown;
    }
  }

  /** Deletes a document with all that belongs to it, of whichever version. Its head first: then it is not there any more. */
  async delete(id: string): Promise<void> {
    await this.store.delete(headKey(id));
    await this.store.delete(await this.#keysOf(id));
  }

  /**
   * Deletes what a crash between the two parts of a save has left behind: steps that the head does not name, and tiles that no
   * record names. `isStep` says whether this version can read a step; those that it can't are another version's, and stay with
   * all that they name. So does everything where names may be hidden from this version, and the tiles of `spared`.
   */
  async sweep(
    id: string,
    stored: StoredDocument,
    isStep: (value: unknown) => boolean,
    spared: Iterable<string> = [],
  ): Promise<void> {
    const named = new Set([headKey(id), ...stored.head.entries.map((entry) => entryKey(id, entry))]);
    const keys = await this.#keysOf(id);
    const tiles = keys.filter((key) => key.startsWith('tile:'));
    const others = keys.filter((key) => !key.startsWith('tile:') && !named.has(key));
    const values = await this.store.getMany(others);
    const orphans = others.filter((key, i) => key.startsWith('entry:') && isStep(values[i]));
    const left = values.filter((_, i) => !orphans.includes(others[i] ?? ''));
    const names = stringsIn([stored, left, [...spared]]);
    const unnamed = names ? tiles.filter((key) => !names.has(key.slice(tileKey(id, '').length))) : [];
    if (orphans.length + unnamed.length > 0) await this.store.delete([...orphans, ...unnamed]);
  }

  /** Of all kinds of records, also those that this version does not write. */
  async #keysOf(id: string): Promise<string[]> {
    return (await this.store.keys()).filter((key) => documentOf(key) === id);
  }
}

/** Tiles that are copied at a time. */
const BATCH = 50;

function timeOf(head: unknown): number {
  const time = typeof head === 'object' && head !== null && 'changedAt' in head ? head.changedAt : 0;
  return typeof time === 'number' && Math.abs(time) <= 8.64e15 ? time : 0;
}
