import { describe, expect, it, vi } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import { sameBytes } from './testing/images';
import { TILE } from './tiles';
import { TileStore } from './tileStore';

const SIZE = TILE * TILE * 4;
const filled = (value: number) => new Uint8ClampedArray(SIZE).fill(value);

function counting() {
  let n = 0;
  return () => `t${n++}`;
}

describe('TileStore', () => {
  it('gives exact bytes back after they were packed and forgotten', async () => {
    const store = new TileStore({ newId: counting(), rawLimit: 0 });
    const bytes = filled(0).map((_, i) => (i * 7919) >> 3);
    const expected = bytes.slice();
    const id = store.keep(bytes);
    await store.settled();
    expect(store.peek(id)).toBeNull();
    expect(sameBytes((await store.load([id]))(id), expected)).toBe(true);
  });

  it('holds no more unpacked bytes than its limit, whatever the history keeps', async () => {
    const store = new TileStore({ newId: counting(), rawLimit: 4 * SIZE });
    for (let i = 0; i < 40; i++) store.keep(filled(i));
    await store.settled();
    const memory = store.memory();
    expect(memory.tiles).toBe(40);
    expect(memory.raw).toBeLessThanOrEqual(4 * SIZE);
    expect(memory.packed).toBeLessThan(SIZE);
  });

  it('keeps what was used last, and a look-up stays good when its tiles are forgotten', async () => {
    const store = new TileStore({ newId: counting(), rawLimit: 2 * SIZE });
    const ids = [1, 2, 3, 4].map((value) => store.keep(filled(value)));
    await store.settled();
    const source = await store.load(ids);
    await store.load(ids.slice(0, 2));
    expect(store.memory().raw).toBeLessThanOrEqual(2 * SIZE);
    expect(ids.map((id) => source(id)[0])).toEqual([1, 2, 3, 4]);
  });

  it('lets go of packed bytes once the backing has them, and reads them there', async () => {
    const kept = new Map<string, Uint8Array<ArrayBuffer>>();
    let reads = 0;
    const backing = {
      read: async (ids: string[]) => {
        reads += ids.length;
        return new Map(ids.flatMap((id) => (kept.has(id) ? [[id, kept.get(id) ?? new Uint8Array()] as const] : [])));
      },
    };
    const store = new TileStore({ newId: counting(), rawLimit: 0, backing });
    const id = store.keep(filled(5));
    expect(store.unpackedBytes([id])).toBe(SIZE);
    await store.packed([id]);
    expect(store.unpackedBytes([id])).toBe(0);
    for (const [tile, bytes] of store.unstored([id])) kept.set(tile, bytes);
    store.markStored(kept.keys());
    expect(store.memory()).toEqual({ raw: 0, packed: 0, tiles: 1 });
    expect((await store.load([id]))(id)[0]).toBe(5);
    expect(reads).toBe(1);
    expect(store.unstored([id])).toEqual(new Map());
  });

  it('packs at once what has to be stored at once', async () => {
    const store = new TileStore({ newId: counting() });
    const id = store.keep(filled(7));
    const backing = { read: async () => store.unstored([id]) };
    const reader = new TileStore({ backing });
    expect((await reader.load([id]))(id)).toEqual(filled(7));
  });

  it('forgets a tile only at the second call that does not name it', () => {
    const store = new TileStore({ newId: counting() });
    const [a, b] = [store.keep(filled(1)), store.keep(filled(2))];
    store.retain(new Set([a]));
    expect(store.memory().tiles).toBe(2);
    store.retain(new Set([b]));
    expect(store.memory().tiles).toBe(2);
    store.retain(new Set([b]));
    expect(store.memory()).toMatchObject({ tiles: 1, raw: SIZE });
    expect(store.peek(b)?.[0]).toBe(2);
  });

  it.each([4, 5])('goes on packing after %i packings have failed', async (failures) => {
    const pack = vi.spyOn(globalThis, 'CompressionStream');
    for (let i = 0; i < failures; i++) {
      pack.mockImplementationOnce(function fail() {
        throw new RangeError('no memory');
      });
    }
    const store = new TileStore({ newId: counting(), rawLimit: 0 });
    const ids = Array.from({ length: 8 }, (_, i) => store.keep(filled(i)));
    await store.settled();
    pack.mockRestore();
    expect(store.memory().raw).toBe(0);
    const source = await store.load(ids);
    expect(ids.map((id) => source(id)[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('says so when a tile is nowhere', async () => {
    await expect(new TileStore().load(['gone'])).rejects.toBeInstanceOf(OutpaneError);
  });
});
