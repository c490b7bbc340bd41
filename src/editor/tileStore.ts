import { newId as randomId } from '../platform/newId';
import type { OutpaneError } from '../protocol/errors';
import { storageRefused } from '../protocol/errors';
import { pack, packNow, unpack } from './compress';
import type { TileBytes, TileId, TileSource } from './tiles';

/** Where tiles are kept for longer than the page lives; gives the packed bytes of those it has. */
export interface TileBacking {
  read(ids: TileId[]): Promise<ReadonlyMap<TileId, Uint8Array<ArrayBuffer>>>;
}

export interface TileMemory {
  /** Bytes of unpacked tiles in memory. */
  raw: number;
  /** Bytes of packed tiles in memory. */
  packed: number;
  tiles: number;
}

interface Entry {
  raw: TileBytes | null;
  packed: Uint8Array<ArrayBuffer> | null;
  /** The backing has it. */
  stored: boolean;
  /** Nothing referred to it at the last `retain`. */
  doomed: boolean;
}

export interface TileStoreOptions {
  /** Bytes of unpacked tiles that may stay in memory beside those not packed yet. */
  rawLimit?: number;
  backing?: TileBacking;
  newId?: () => TileId;
}

const RAW_LIMIT = 160 * 2 ** 20;
/** Tiles that are packed at the same time; the browser packs on threads of its own. */
const PACKERS = 4;

/**
 * The bytes behind every tile id of the document and its history. Recently used ones stay unpacked; all others are kept
 * packed, in memory until the backing has them, there afterwards.
 */
export class TileStore {
  readonly #entries = new Map<TileId, Entry>();
  readonly #packing = new Map<TileId, Promise<void>>();
  readonly #waiting: TileId[] = [];
  readonly #rawLimit: number;
  readonly #newId: () => TileId;
  #backing: TileBacking | null;
  #rawBytes = 0;

  constructor({ rawLimit = RAW_LIMIT, backing, newId = randomId }: TileStoreOptions = {}) {
    this.#rawLimit = rawLimit;
    this.#backing = backing ?? null;
    this.#newId = newId;
  }

  /** From now on tiles that are not in memory are looked for there. */
  setBacking(backing: TileBacking): void {
    this.#backing = backing;
  }

  /** Takes bytes over: the caller must not write them any more. */
  keep = (bytes: TileBytes): TileId => {
    const id = this.#newId();
    this.#entries.set(id, { raw: bytes, packed: null, stored: false, doomed: false });
    this.#rawBytes += bytes.byteLength;
    this.#waiting.push(id);
    this.#pump();
    return id;
  };

  /** The bytes if they are in memory unpacked; asking counts as use. */
  peek(id: TileId): TileBytes | null {
    const entry = this.#entries.get(id);
    if (!entry?.raw) return null;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.raw;
  }

  /**
   * Unpacks what is not, and gives a look-up over exactly these tiles that stays good whatever is forgotten meanwhile.
   * @throws OutpaneError `storage-refused` when a tile is neither in memory nor in the backing.
   */
  async load(ids: Iterable<TileId>): Promise<TileSource> {
    const found = new Map<TileId, TileBytes>();
    const missing: TileId[] = [];
    for (const id of new Set(ids)) {
      const raw = this.peek(id);
      if (raw) found.set(id, raw);
      else missing.push(id);
    }
    const packed = await this.#packedOf(missing);
    await Promise.all(
      missing.map(async (id) => {
        const bytes = packed.get(id);
        if (!bytes) throw lost(id);
        const raw = await unpack(bytes);
        found.set(id, raw);
        const entry = this.#entries.get(id);
        if (entry && !entry.raw) {
          entry.raw = raw;
          this.#rawBytes += raw.byteLength;
        }
      }),
    );
    this.#trim();
    return (id) => {
      const bytes = found.get(id);
      if (!bytes) throw lost(id);
      return bytes;
    };
  }

  /** Whether the bytes can be had: they are here, or a loaded document uses them and the backing has them. */
  has(id: TileId): boolean {
    return this.#entries.has(id);
  }

  /** Bytes of tiles, unpacked, that the backing does not have and that are not packed yet. */
  unpackedBytes(ids: Iterable<TileId>): number {
    let bytes = 0;
    for (const id of new Set(ids)) {
      const entry = this.#entries.get(id);
      if (entry && !entry.stored && !entry.packed) bytes += entry.raw?.byteLength ?? 0;
    }
    return bytes;
  }

  /** Resolves when these are packed, or in the backing. Rejects when one can't be packed. */
  async packed(ids: Iterable<TileId>): Promise<void> {
    await Promise.all([...new Set(ids)].map((id) => this.#pack(id)));
  }

  /** Packed bytes of tiles the backing does not have yet, for it to store; what is not packed yet is packed on this thread. */
  unstored(ids: Iterable<TileId>): Map<TileId, Uint8Array<ArrayBuffer>> {
    const found = new Map<TileId, Uint8Array<ArrayBuffer>>();
    for (const id of new Set(ids)) {
      const entry = this.#entries.get(id);
      if (!entry || entry.stored) continue;
      if (entry.raw) entry.packed ??= packNow(entry.raw);
      if (entry.packed) found.set(id, entry.packed);
    }
    return found;
  }

  /** The backing has these now: their packed bytes need not stay in memory. */
  markStored(ids: Iterable<TileId>): void {
    if (!this.#backing) return;
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      entry.stored = true;
      entry.packed = null;
    }
  }

  /** Names that a loaded document uses; their bytes are in the backing. */
  adopt(ids: Iterable<TileId>): void {
    for (const id of ids) {
      if (!this.#entries.has(id)) this.#entries.set(id, { raw: null, packed: null, stored: true, doomed: false });
    }
  }

  /**
   * Forgets every tile that is not named, this time and at the call before: an edit on its way may have kept tiles that no
   * document names yet. Returns those the backing still has.
   */
  retain(ids: ReadonlySet<TileId>): TileId[] {
    const dropped: TileId[] = [];
    for (const [id, entry] of this.#entries) {
      const spared = ids.has(id) || !entry.doomed;
      entry.doomed = !ids.has(id);
      if (spared) continue;
      this.#entries.delete(id);
      if (entry.raw) this.#rawBytes -= entry.raw.byteLength;
      if (entry.stored) dropped.push(id);
    }
    return dropped;
  }

  memory(): TileMemory {
    let packed = 0;
    for (const entry of this.#entries.values()) packed += entry.packed?.byteLength ?? 0;
    return { raw: this.#rawBytes, packed, tiles: this.#entries.size };
  }

  /** Resolves when everything kept so far is packed, as far as that is possible. */
  async settled(): Promise<void> {
    while (this.#waiting.length > 0 || this.#packing.size > 0) {
      this.#pump();
      await Promise.allSettled(this.#packing.values());
    }
  }

  async #packedOf(ids: TileId[]): Promise<Map<TileId, Uint8Array<ArrayBuffer>>> {
    const packed = new Map<TileId, Uint8Array<ArrayBuffer>>();
    const elsewhere: TileId[] = [];
    for (const id of ids) {
      const bytes = this.#entries.get(id)?.packed;
      if (bytes) packed.set(id, bytes);
      else elsewhere.push(id);
    }
    if (elsewhere.length > 0 && this.#backing) {
      for (const [id, bytes] of await this.#backing.read(elsewhere)) packed.set(id, bytes);
    }
    return packed;
  }

  #pump(): void {
    while (this.#packing.size < PACKERS) {
      const id = this.#waiting.shift();
      if (id === undefined) return;
      // What can't be packed now stays as it is, and is tried again when it has to be stored.
      this.#pack(id).catch(() => undefined);
    }
  }

  #pack(id: TileId): Promise<void> {
    const running = this.#packing.get(id);
    if (running) return running;
    const { raw, packed, stored } = this.#entries.get(id) ?? {};
    if (!raw || packed || stored) return Promise.resolve();
    const job = pack(raw)
      // The browser's packer can fail where memory is short for a moment; the one on this thread needs little.
      .catch(() => packNow(raw))
      .then((bytes) => {
        const entry = this.#entries.get(id);
        if (entry && !entry.stored) entry.packed = bytes;
      })
      .finally(() => {
        this.#packing.delete(id);
        this.#trim();
        this.#pump();
      });
    this.#packing.set(id, job);
    return job;
  }

  /** Forgets the unpacked bytes used longest ago, of tiles that can be had again. */
  #trim(): void {
    if (this.#rawBytes <= this.#rawLimit) return;
    for (const entry of this.#entries.values()) {
      if (!entry.raw || !(entry.packed || entry.stored)) continue;
      this.#rawBytes -= entry.raw.byteLength;
      entry.raw = null;
      if (this.#rawBytes <= this.#rawLimit) return;
    }
  }
}

function lost(id: TileId): OutpaneError {
  return storageRefused(
    'A part of the picture is not in storage any more.',
    'The rest is safe: undo to a step that still shows, or export what is there.',
    `tile ${id}`,
  );
}
