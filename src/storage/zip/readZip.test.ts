import { crc32 } from 'node:zlib';
import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { zipSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { zipOf } from '../testing/zips';
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

  test('finds the end record behind a comment that holds what looks like one, and zip64 records', async () => {
    const one = [{ name: 'a.txt', data: 'content' }];
    const fake = 'made PK\x05\x06 by hand '.padEnd(60, '.');
    const zeros = `PK\x05\x06${'\0'.repeat(18)}`;
    const shapes = [
      { comment: fake },
      { comment: zeros },
      { comment: fake.repeat(800) },
      { zip64: true, comment: fake },
      { before: '#!/bin/sh\n', comment: fake },
      { before: 'x'.repeat(100_000), zip64: true },
      { before: 'x'.repeat(1000), adjusted: true },
      { after: 'bytes that came with it' },
    ];
    for (const shape of shapes) expect(await contents(zipOf(one, shape))).toEqual({ 'a.txt': 'content' });
    expect(await readZip(zipOf([], { comment: 'empty' }))).toEqual([]);
  });

  test('finds a flipped bit in every file, packed or stored', async () => {
    for (const method of [0, 8]) {
      const zip = zipOf([
        { name: 'a', data: 'first '.repeat(20), method },
        { name: 'b', data: 'second', method },
      ]);
      const bytes = new Uint8Array(await zip.arrayBuffer());
      // In the content of the first, behind its header and its name.
      bytes[30 + 1 + 5] = (bytes[30 + 1 + 5] ?? 0) ^ 4;
      const [first, second] = await readZip(new Blob([bytes]));
      await expect(first?.read(1e6)).rejects.toMatchObject({ fault: 'damaged', code: 'bad-request' });
      expect(await (await second?.read(1e6))?.text()).toBe('second');
    }
  });

  test('says which files are locked, or packed in a way that is not known here', async () => {
    const [locked, lzma] = await readZip(
      zipOf([
        { name: 'a.png', data: 'x', flags: 1 },
        { name: 'b.png', data: 'x', method: 14 },
      ]),
    );
    expect([locked?.locked, lzma?.locked]).toEqual([true, false]);
    await expect(locked?.read(9)).rejects.toMatchObject({ fault: 'locked' });
    await expect(lzma?.read(9)).rejects.toMatchObject({ fault: 'method' });
    await expect(lzma?.head(9)).rejects.toMatchObject({ fault: 'method' });
  });

  test('gives the first bytes alone', async () => {
    const [a, b] = await readZip(
      zipOf([
        { name: 'a', data: 'x'.repeat(1e6) },
        { name: 'b', data: 'yz', method: 0 },
      ]),
    );
    expect(new TextDecoder().decode(await a?.head(3))).toBe('xxx');
    expect(new TextDecoder().decode(await b?.head(3))).toBe('yz');
  });
});

describe('the name of a file in a zip', () => {
  const named = async (name: string | Uint8Array, flags = 0, extra?: Uint8Array) =>
    (await readZip(zipOf([{ name, data: 'x', flags, extra }])))[0]?.name;
  const unicodePath = (of: Uint8Array, name: string) => {
    const field = Buffer.alloc(9 + Buffer.byteLength(name));
    field.writeUInt16LE(0x7075, 0);
    field.writeUInt16LE(field.length - 4, 2);
    field.writeUInt8(1, 4);
    field.writeUInt32LE(crc32(of), 5);
    field.write(name, 9);
    return field;
  };
  const sjis = Uint8Array.of(0x8c, 0xcf, 0x82, 0xcc, 0x8a, 0x47);

  test('is UTF-8 where it says so, and where it is', async () => {
    expect(await named('雪の狐.png', 0x800)).toBe('雪の狐.png');
    expect(await named('雪の狐.png')).toBe('雪の狐.png');
    expect(await named(Uint8Array.of(0x61, 0xff), 0x800)).toBe('a\ufffd');
  });

  test('is taken from its copy in UTF-8, if that is of this name', async () => {
    expect(await named(sjis, 0, unicodePath(sjis, 'a fox.png'))).toBe('a fox.png');
    expect(await named(sjis, 0, unicodePath(Uint8Array.of(1), 'another.png'))).toBe('狐の絵');
    expect(await named('a.png', 0, Uint8Array.of(0x75, 0x70, 9, 0, 1))).toBe('a.png');
  });

  test('is readable in the alphabets of old programs', async () => {
    expect(await named(sjis)).toBe('狐の絵');
    expect(await named(Uint8Array.of(0x4d, 0x81, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x82, 0x74, 0x82, 0x2e))).toBe(
      'Müller été.',
    );
    expect(await named(Uint8Array.from({ length: 255 }, (_, i) => i + 1))).not.toContain('\ufffd');
  });
});
