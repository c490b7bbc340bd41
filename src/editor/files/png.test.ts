import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { makePngChunk, PNG_SIGNATURE, rewritePng, readPng } from '../../metadata/png';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { sameBytes } from '../testing/images';
import { decodePng } from './decodePng';
import { encodeExactly } from './encoders';
import { mayBeTranslucent, readPngHead } from './pngHead';

/** A PNG of these kinds with pseudo-random pixels, unfiltered. */
function pngOf({ colour, depth, interlaced, width, height, seed, clear }: Kind): Uint8Array<ArrayBuffer> {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour];
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const passes = interlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]];
  const rows: Uint8Array[] = [];
  for (const [x = 0, y = 0, across = 1, down = 1] of passes) {
    const columns = Math.ceil((width - x) / across);
    const lines = Math.ceil((height - y) / down);
    if (columns <= 0) continue;
    for (let i = 0; i < lines; i++) {
      rows.push(
        Uint8Array.from({ length: 1 + Math.ceil((columns * channels * depth) / 8) }, (_, k) => (k ? next() : 0)),
      );
    }
  }
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, height);
  head.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const most = 2 ** depth;
  const chunks = [makePngChunk('IHDR', head)];
  if (colour === 3) chunks.push(makePngChunk('PLTE', Uint8Array.from({ length: 3 * Math.min(256, most) }, next)));
  if (clear && colour === 3) chunks.push(makePngChunk('tRNS', Uint8Array.from({ length: Math.min(9, most) }, next)));
  if (clear && colour === 0) chunks.push(makePngChunk('tRNS', Uint8Array.of(0, next() % most)));
  if (clear && colour === 2)
    chunks.push(
      makePngChunk(
        'tRNS',
        Uint8Array.from({ length: 6 }, (_, k) => (k % 2 ? next() : 0)),
      ),
    );
  chunks.push(
    makePngChunk('IDAT', new Uint8Array(deflateSync(Buffer.concat(rows)))),
    makePngChunk('IEND', new Uint8Array(0)),
  );
  return new Uint8Array(Buffer.concat([PNG_SIGNATURE, ...chunks]));
}

interface Kind {
  colour: 0 | 2 | 3 | 4 | 6;
  depth: number;
  interlaced: boolean;
  width: number;
  height: number;
  seed: number;
  clear: boolean;
}

const kinds: fc.Arbitrary<Kind> = fc
  .constantFrom<[Kind['colour'], readonly number[]]>([0, [1, 2, 4, 8]], [2, [8]], [3, [1, 2, 4, 8]], [4, [8]], [6, [8]])
  .chain(([colour, depths]) =>
    fc.record({
      colour: fc.constant(colour),
      depth: fc.constantFrom(...depths),
      interlaced: fc.boolean(),
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 20 }),
      seed: fc.nat(),
      clear: fc.boolean(),
    }),
  );

async function decoded(bytes: Uint8Array): Promise<RgbaImage | null> {
  const head = readPngHead(bytes);
  return head && decodePng(head);
}

/** Every alpha with every few colours, as a picture of 256 x 64. */
function ramp(): RgbaImage {
  const data = new Uint8ClampedArray(256 * 64 * 4);
  for (let i = 0; i < 256 * 64; i++) data.set([(i * 7) & 255, (i >> 3) & 255, (i * i) & 255, i & 255], 4 * i);
  return { width: 256, height: 64, data };
}

describe('a PNG', () => {
  it('of any kind is read as another decoder reads it', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (kind) => {
        const bytes = pngOf(kind);
        const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
        const image = await decoded(bytes);
        // The other one forgets the colour of the one sample that is transparent.
        if (kind.clear && kind.colour < 3)
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 0) image?.data.fill(0, i, i + 4);
        expect(image).toEqual({ width, height, data: new Uint8ClampedArray(data) });
      }),
      { numRuns: 300 },
    );
  });

  it('of 16 bits is read by the nearest of 256 levels', async () => {
    const bytes = pngOf({ colour: 6, depth: 16, interlaced: false, width: 9, height: 5, seed: 3, clear: false });
    const samples = PNG.sync.read(Buffer.from(bytes), { skipRescale: true }).data as unknown as Uint16Array;
    const expected = Uint8ClampedArray.from(samples, (value) => value / 257);
    expect((await decoded(bytes))?.data).toEqual(expected);
  });

  it('with all filters is read byte for byte', async () => {
    const { width, height, data } = ramp();
    for (const filterType of [0, 1, 2, 3, 4, -1]) {
      const png = new PNG({ width, height });
      png.data = Buffer.from(data);
      expect(sameBytes((await decoded(PNG.sync.write(png, { filterType })))?.data ?? data.subarray(1), data)).toBe(
        true,
      );
    }
  });

  it('is written byte for byte, whatever its alpha', async () => {
    const image = ramp();
    const bytes = new Uint8Array(await (await encodeExactly(image)).arrayBuffer());
    expect(sameBytes(PNG.sync.read(Buffer.from(bytes)).data, image.data)).toBe(true);
    expect(sameBytes((await decoded(bytes))?.data ?? image.data.subarray(1), image.data)).toBe(true);
  });

  it('that is damaged or cut off is none', async () => {
    const bytes = new Uint8Array(await (await encodeExactly(ramp())).arrayBuffer());
    expect(await decoded(bytes.subarray(0, bytes.length - 200))).toBeNull();
    const broken = bytes.slice();
    broken.fill(0, 90, 130);
    expect(await decoded(broken)).toBeNull();
    expect(readPngHead(Uint8Array.of(1, 2, 3))).toBeNull();
  });

  it('says whether it may be half transparent, and whether its colours need an engine', async () => {
    const bytes = new Uint8Array(await (await encodeExactly(ramp())).arrayBuffer());
    const head = readPngHead(bytes);
    expect([head && mayBeTranslucent(head), head?.managed]).toEqual([true, false]);
    const plain = readPng(bytes);
    if (!plain.ok) throw new Error(plain.reason);
    const profiled = rewritePng(plain.value, ({ type }) => type !== 'sRGB', [makePngChunk('iCCP', new Uint8Array(20))]);
    expect(profiled.ok && readPngHead(profiled.value)?.managed).toBe(true);
    const opaque = pngOf({ colour: 2, depth: 8, interlaced: false, width: 2, height: 2, seed: 1, clear: false });
    const opaqueHead = readPngHead(opaque);
    expect(opaqueHead && mayBeTranslucent(opaqueHead)).toBe(false);
  });
});
