import { newId } from '../platform/newId';
import { OutpaneError, toOutpaneError } from '../protocol/errors';
import { isIntact, type Chunk } from './chunks';
import { memoryStore, openStore, type KeyValueStore } from './keyValue';

type StoredChunk = Blob | ArrayBuffer;

/**
 * The chunks of all models on this device. Reading gives a chunk only when its bytes are the card's.
 * Blobs are kept where the browser can keep them: they stay on disk until somebody reads them.
 */
export class ChunkStore {
  /**
   * Chunks whose hash was seen to be right since this thread began. A Blob never changes, so it is checked once;
   * chunks kept as buffers are not held here (they would stay in memory) and are checked at every read.
   */
  readonly #checked = new Map<string, Blob>();

  private constructor(
    private readonly store: KeyValueStore<StoredChunk>,
    private readonly form: 'blob' | 'buffer',
    /** False when the browser stores nothing and the chunks live in memory until the thread ends. */
    readonly persistent: boolean,
  ) {}

  /** Finds out what the browser can keep. */
  static async open(): Promise<ChunkStore> {
    const store = openStore<StoredChunk>('weights');
    try {
      return new ChunkStore(store, await probe(store), true);
    } catch (thrown) {
      const error = toOutpaneError(thrown);
      if (error.code !== 'storage-refused') throw error;
      return new ChunkStore(memoryStore<StoredChunk>(), 'blob', false);
    }
  }

  /** The chunk, or undefined when it is missing or not what the card says. */
  async read(chunk: Chunk): Promise<Blob | undefined> {
    const known = this.#checked.get(chunk.key);
    if (known) return known;
    try {
      const record = await this.store.get(chunk.key);
      if (record === undefined) return undefined;
      const blob = record instanceof Blob ? record : new Blob([record]);
      if (blob.size !== chunk.length || !(await isIntact(chunk, await blob.arrayBuffer()))) return undefined;
      if (record instanceof Blob) this.#checked.set(chunk.key, blob);
      return blob;
    } catch {
      // The record is there but its bytes are not ("data lost due to missing file"): as good as missing.
      return undefined;
    }
  }

  /** `bytes` must have been checked. */
  async write(chunk: Chunk, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#checked.delete(chunk.key);
    const blob = new Blob([bytes]);
    await this.store.set(chunk.key, this.form === 'blob' ? blob : await blob.arrayBuffer());
  }

  /** Forgets that the chunk was fine: the next read looks at the store again. */
  distrust(chunk: Chunk): void {
    this.#checked.delete(chunk.key);
  }

  async delete(chunks: Chunk[]): Promise<void> {
    for (const chunk of chunks) this.#checked.delete(chunk.key);
    await this.store.delete(chunks.map((chunk) => chunk.key));
  }
}

/** WebKit's private sessions and some older versions refuse Blobs or give back broken ones; so one is written and read. */
async function probe(store: KeyValueStore<StoredChunk>): Promise<'blob' | 'buffer'> {
  const key = `probe:${newId()}`;
  // Large enough to become a file of its own, as the chunks do.
  const sent = crypto.getRandomValues(new Uint8Array(65_536));
  try {
    await store.set(key, new Blob([sent]));
    const record = await store.get(key);
    if (record instanceof Blob && sameBytes(sent, new Uint8Array(await record.arrayBuffer()))) return 'blob';
  } catch (thrown) {
    // No room even for this: what is stored can still be read, and the next chunk that is written will say it.
    if (thrown instanceof OutpaneError && thrown.code === 'storage-full') return 'blob';
  } finally {
    await store.delete(key).catch(() => undefined);
  }
  await store.set(key, sent.buffer);
  await store.delete(key);
  return 'buffer';
}

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
