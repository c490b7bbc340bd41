import { openStore } from './keyValue';
import type { KeyValueStore } from './keyValue';

/** Everything about one edited picture but its tiles, as the editor wrote it; checked by the editor when it is read. */
export interface StoredHead {
  /** Ids of the history's entries, oldest first, and which of them is the present. */
  entries: string[];
  index: number;
  /** Unix milliseconds of the last change. */
  changedAt: number;
  /** What is kept beside the history (the view, an expansion being prepared). */
  extra: unknown;
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

  /** Ids of all documents, the one changed last first. */
  async list(): Promise<string[]> {
    const ids = (await this.store.keys()).filter((key) => key.startsWith('head:')).map((key) => key.slice(5));
    const heads = await this.store.getMany(ids.map(headKey));
    const changedAt = new Map(ids.map((id, i) => [id, isHead(heads[i]) ? heads[i].changedAt : 0]));
    return ids.sort((a, b) => (changedAt.get(b) ?? 0) - (changedAt.get(a) ?? 0));
  }

  /** Undefined when there is no such document, or its head can't be read. */
  async read(id: string): Promise<StoredDocument | undefined> {
    const head = await this.store.get(headKey(id));
    if (!isHead(head)) return undefined;
    return { head, entries: await this.store.getMany(head.entries.map((entry) => entryKey(id, entry))) };
  }

  /** The head and only its present entry, for lists. */
  async readPresent(id: string): Promise<StoredDocument | undefined> {
    const head = await this.store.get(headKey(id));
    const entry = isHead(head) ? head.entries[head.index] : undefined;
    if (!isHead(head) || entry === undefined) return undefined;
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

  /** Deletes what a crash between the two parts of a save has left behind. */
  async sweep(id: string, entries: ReadonlySet<string>, tiles: ReadonlySet<string>): Promise<void> {
    const orphans = (await this.store.keys()).filter((key) => {
      if (key.startsWith(`entry:${id}:`)) return !entries.has(key.slice(entryKey(id, '').length));
      if (key.startsWith(`tile:${id}:`)) return !tiles.has(key.slice(tileKey(id, '').length));
      return false;
    });
    if (orphans.length > 0) await this.store.delete(orphans);
  }
}

function isHead(value: unknown): value is StoredHead {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entries' in value &&
    Array.isArray(value.entries) &&
    value.entries.every((entry) => typeof entry === 'string') &&
    'index' in value &&
    typeof value.index === 'number' &&
    'changedAt' in value &&
    typeof value.changedAt === 'number'
  );
}
