import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { zipSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readZip } from './readZip';

const streamed = (files: Record<string, string>) =>
  new Response(makeZip(Object.entries(files).map(([name, input]) => ({ name, input })))).blob();

const packed = (files: Record<string, string>) =>
  new Blob([new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)]))))]);

async function contents(blob: Blob): Promise<Record<string, string>> {
  const entries = await readZip(blob);
  return Object.fromEntries(
    await Promise.all(entries.map(async ({ name, read }) => [name, await (await read(1e6)).text()] as const)),
  );
}

/** Changes one 32 bit number of an archive. */
async function withNumber(blob: Blob, at: (view: DataView) => number, value: number): Promise<Blob> {
  const bytes = await blob.arrayBuffer();
  const view = new DataView(bytes);
  view.setUint32(at(view), value, true);
  return new Blob([bytes]);
}

const directoryAt = (view: DataView) => view.getUint32(view.byteLength - 6, true);

describe('reading a zip', () => {
  // A stream can't say sizes before the content, so they stand behind it; and a stored file may hold what looks like a header.
  const files = { 'a/ä 1.txt': 'one PK\x03\x04 two PK\x01\x02', 'b.txt': 'x'.repeat(50_000), empty: '' };

  test('written as a stream, or packed', async () => {
    expect(await contents(await streamed(files))).toEqual(files);
    expect(await contents(packed(files))).toEqual(files);
  });

  test('with something before it or a comment after it', async () => {
    const zip = await streamed(files);
    const bytes = new Uint8Array(await zip.arrayBuffer());
    new DataView(bytes.buffer).setUint16(bytes.length - 2, 5, true);
    expect(await contents(new Blob([bytes, 'hello']))).toEqual(files);
  });

  test('refuses to unpack more than was asked for, whatever the directory claims', async () => {
    const bomb = packed({ bomb: '0'.repeat(10_000_000) });
    expect(bomb.size).toBeLessThan(20_000);
    const [honest] = await readZip(bomb);
    await expect(honest?.read(1_000_000)).rejects.toMatchObject({ code: 'bad-request' });
    const lying = await withNumber(bomb, (view) => directoryAt(view) + 24, 100);
    const [liar] = await readZip(lying);
    expect(liar?.size).toBe(100);
    await expect(liar?.read(1_000_000)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('says so when it is cut off or no zip at all', async () => {
    const zip = await streamed(files);
    for (const broken of [zip.slice(0, zip.size - 30), zip.slice(40), new Blob(['no zip']), new Blob([])]) {
      await expect(contents(broken)).rejects.toMatchObject({ name: 'OutpaneError', code: 'bad-request' });
    }
  });

  test('of any damage gives either content or a clear refusal', async () => {
    const bytes = new Uint8Array(await packed({ a: 'first '.repeat(50), b: 'second' }).arrayBuffer());
    const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const damaged = bytes.slice();
        for (const { at, value } of changes) damaged[at] = value;
        await contents(new Blob([damaged])).catch((thrown: unknown) =>
          expect(thrown).toMatchObject({ code: 'bad-request' }),
        );
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
