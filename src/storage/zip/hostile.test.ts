import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zipOf, type ZipFile } from '../testing/zips';
import { readZip } from './readZip';
import { UnreadableEntry } from './zipFaults';

const MB = 2 ** 20;
const zeros = (megabytes: number) => new Uint8Array(megabytes * MB);

describe('an archive that unpacks to more than it should', () => {
  test('is refused where its files share their bytes', async () => {
    const kernel = { name: '0.png', data: zeros(1) };
    const copies = Array.from({ length: 30 }, (_, i): ZipFile => ({ ...kernel, name: `${i + 1}.png`, sameAs: 0 }));
    await expect(readZip(zipOf([kernel, ...copies]))).rejects.toMatchObject({
      code: 'bad-request',
      cause: 'its files overlap',
    });
  });

  test('is refused where one file lies in the middle of another', async () => {
    const inner = new Uint8Array(await zipOf([{ name: 'a.png', data: zeros(1) }]).arrayBuffer());
    const outer = zipOf([
      { name: 'b.png', data: inner, method: 0 },
      { name: 'c.png', data: '' },
    ]);
    const bytes = new Uint8Array(await outer.arrayBuffer());
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    // The second file's header, by the directory, is the one inside of the first file's content.
    view.setUint32(directory + 46 + 5 + 42, 35, true);
    await expect(readZip(new Blob([bytes]))).rejects.toMatchObject({ cause: 'its files overlap' });
  });

  test('gives no more than its budget, however many files it has', async () => {
    const archive = zipOf(Array.from({ length: 8 }, (_, i) => ({ name: `${i}.png`, data: zeros(2) })));
    let given = 0;
    const faults: unknown[] = [];
    for (const entry of await readZip(archive, 10 * MB)) {
      await entry.read(64 * MB).then(
        (content) => (given += content.size),
        (thrown: unknown) => faults.push(thrown instanceof UnreadableEntry && thrown.fault),
      );
    }
    expect(given).toBe(10 * MB);
    expect(faults).toEqual(['large', 'large', 'large']);
  });

  test('has a budget that goes with its size', async () => {
    const read = async (claimed: number) => {
      const [entry] = await readZip(zipOf([{ name: 'a', data: 'x', size: claimed }]));
      return entry?.read(2 ** 40).catch((thrown: unknown) => thrown);
    };
    expect(await read(255 * MB)).toMatchObject({ fault: 'damaged' });
    expect(await read(257 * MB)).toMatchObject({ fault: 'large' });
  });

  test('is stopped on the way where it lies about a size', async () => {
    const [small, large] = await readZip(
      zipOf([
        { name: 'small', data: zeros(20), size: 100 },
        { name: 'large', data: 'x', size: 2 ** 31 },
      ]),
    );
    await expect(small?.read(MB)).rejects.toMatchObject({ fault: 'damaged' });
    await expect(large?.read(MB)).rejects.toMatchObject({ fault: 'large' });
  });

  test('is unpacked one file after the other, also for those who ask for all at once', async () => {
    const entries = await readZip(zipOf(['a', 'b', 'c'].map((name) => ({ name, data: zeros(4) }))));
    let open = 0;
    let most = 0;
    const { DecompressionStream: Real } = globalThis;
    globalThis.DecompressionStream = class extends Real {
      constructor(format: CompressionFormat) {
        super(format);
        most = Math.max(most, (open += 1));
      }
    };
    await Promise.all(entries.map((entry) => entry.read(8 * MB).finally(() => (open -= 1))));
    globalThis.DecompressionStream = Real;
    expect(most).toBe(1);
  });
});

test('of every mutation of an archive, what comes is within bounds and what does not says why', async () => {
  const valid = new Uint8Array(
    await zipOf(
      [
        { name: 'a.png', data: 'one '.repeat(400) },
        { name: 'ünï.png', data: 'two', flags: 0x800, method: 0 },
        { name: 'dir/', data: '', method: 0 },
        { name: 'c.png', data: 'three '.repeat(90), extra: Uint8Array.of(0x75, 0x70, 2, 0, 1, 2) },
      ],
      { comment: 'made by hand', before: 'before', zip64: true },
    ).arrayBuffer(),
  );
  const at = fc.nat(valid.length - 1);
  const change = fc.oneof(
    fc.record({ kind: fc.constant('byte' as const), at, value: fc.nat(255) }),
    fc.record({ kind: fc.constant('cut' as const), at, value: fc.nat(40) }),
    fc.record({ kind: fc.constant('double' as const), at, value: fc.nat(60) }),
    fc.record({ kind: fc.constant('ones' as const), at, value: fc.nat(8) }),
  );
  const mutate = (bytes: number[], { kind, at: where, value }: { kind: string; at: number; value: number }) => {
    if (kind === 'byte') bytes[where] = value;
    else if (kind === 'cut') bytes.splice(where, value);
    else if (kind === 'double') bytes.splice(where, 0, ...bytes.slice(where, where + value));
    else bytes.fill(255, where, where + value);
  };
  const limit = 10_000;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const bytes = [...valid];
      for (const one of changes) mutate(bytes, one);
      try {
        const entries = await readZip(new Blob([Uint8Array.from(bytes)]));
        for (const entry of entries) {
          const content = await entry.read(limit).catch((thrown: unknown) => thrown);
          if (content instanceof Blob) expect(content.size).toBeLessThanOrEqual(limit);
          else expect(content).toMatchObject({ code: 'bad-request' });
          await entry.head(16).catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'bad-request' }));
        }
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'bad-request' });
      }
    }),
    { numRuns: 400, seed: 11 },
  );
}, 60_000);
