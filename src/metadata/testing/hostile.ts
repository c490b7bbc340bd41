import { deflateSync } from 'node:zlib';
import { HOSTILE_FOREIGN } from './hostileForeign';
import {
  jpegWithExif,
  jpegWithSegment,
  pngChunk,
  pngTextChunk,
  pngWith,
  tiff,
  tinyJpeg,
  webpWithExif,
} from './pictures';

/** Pictures and links made to cost as much time as they can: each goes as far as the limits let it. */

export const MiB = 2 ** 20;
/** Longest text with its keyword that a picture's reader takes. */
const LONGEST = MiB - 40;

/** As many copies of `piece` as fit into `length` characters, with what stands around them. */
function fill(piece: string | ((i: number) => string), length = LONGEST, before = '', after = ''): string {
  const parts: string[] = [before];
  const room = length - after.length;
  let size = before.length;
  for (let i = 0; ; i++) {
    const next = typeof piece === 'string' ? piece : piece(i);
    if (size + next.length > room) return parts.join('') + after;
    parts.push(next);
    size += next.length;
  }
}

/**
 * Deflate data of `bytes` bytes that says nothing in as many blocks as it can. Each block (13 bytes) brings Huffman codes of
 * its own, 15 bits at the longest, for which a decoder makes its tables anew.
 */
export function manyBlocks(bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  let bit = 0;
  const write = (value: number, bits: number) => {
    for (let i = 0; i < bits; i++, bit++) if ((value >> i) & 1) out[bit >> 3] = (out[bit >> 3] ?? 0) | (1 << (bit & 7));
  };
  // Lengths of the code for lengths, in the order of the format: 18 (a run of zeros), 1 and 15 are used, with 2, 2 and 1 bits.
  const lengths: Record<number, number> = { 2: 1, 17: 2, 18: 2 };
  while (bit + 160 < bytes * 8) {
    write(0, 1);
    write(2, 2);
    write(0, 5);
    write(0, 5);
    write(15, 4);
    for (let i = 0; i < 19; i++) write(lengths[i] ?? 0, 3);
    // Symbols by length, then by number: 18 = 0, 1 = 10, 15 = 11; a code's first bit comes first.
    write(0b01, 2); // literal 0: one bit long, so that half of a table of 32,768 is its own
    write(0, 1);
    write(138 - 11, 7);
    write(0, 1);
    write(117 - 11, 7);
    write(0b11, 2); // 256, the end of the block: 15 bits long
    write(0b11, 2); // the only distance: the same
    // The end of the block: the first code of 15 bits after the one of 1 bit, 100000000000000.
    write(1, 15);
  }
  return out;
}

export const zlib = (raw: Uint8Array) => Buffer.concat([Buffer.of(0x78, 0x9c), raw]);
const packedText = (keyword: string, packed: Uint8Array) =>
  pngChunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`), packed]));
const KEYWORDS = [
  'parameters',
  'prompt',
  'workflow',
  'Comment',
  'Dream',
  'sd-metadata',
  'invokeai_metadata',
  'outpane',
];
const everywhere = (text: string) => pngWith(...KEYWORDS.map((keyword) => pngTextChunk(keyword, text, 'tEXt')));
const packedEverywhere = (packed: Uint8Array) => pngWith(...KEYWORDS.map((keyword) => packedText(keyword, packed)));
/** One MiB of text in each of the keywords that its readers look at. */
const texts = (pieces: Record<string, string>) =>
  pngWith(...Object.entries(pieces).map(([keyword, text]) => pngTextChunk(keyword, text, 'tEXt')));
const json = (value: unknown) => JSON.stringify(value);

const sampler = (inputs: Record<string, unknown>) => ({ class_type: 'KSampler', inputs });

/** A sampler whose conditions and model lead through all nodes to one that has that many inputs and says nothing. */
function wideNode(width: number): string {
  const wide = Object.fromEntries(Array.from({ length: width }, (_, i) => [`i${i}`, 0]));
  const encoders = Array.from({ length: 900 }, (_, i) => [
    `n${i}`,
    {
      class_type: 'CLIPTextEncode',
      inputs: { text: ['w', 0], text_g: ['w', 0], text_l: ['w', 0], ckpt_name: ['w', 0], unet_name: ['w', 0] },
    },
  ]);
  const conditioning = Object.fromEntries(encoders.map(([id], i) => [`cond${i}`, [id, 0]]));
  return json({
    s: sampler({ positive: ['c', 0], negative: ['c', 0], model: ['c', 0], latent_image: ['c', 0] }),
    c: { class_type: 'ConditioningCombine', inputs: conditioning },
    ...Object.fromEntries(encoders),
    w: { class_type: 'Wide', inputs: wide },
  });
}

/** Nodes that all lead to all others of their kind, with nearly as many links as JSON may have keys. */
function denseGraph(): string {
  const ids = Array.from({ length: 215 }, (_, i) => i);
  const links = Object.fromEntries(ids.map((i) => [`c${i}`, [`${i}`, 0]]));
  return json({
    ...Object.fromEntries(
      ids.map((i) => [i, sampler({ steps: 1, positive: ['0', 0], latent_image: ['1', 0], ...links })]),
    ),
    save: { class_type: 'SaveImage', inputs: links },
  });
}

/** The same of fifty others each, round and round. */
function mills(): string {
  const ids = Array.from({ length: 500 }, (_, i) => i);
  const parts = (i: number) => ids.slice(0, 50).map((part) => [`text${part}`, [`${(i * 7 + part) % 500}`, 0]]);
  const nodes = ids.map((i) => [
    `${i}`,
    {
      class_type: `Mill ${i}`,
      inputs: i % 40 === 3 ? { text: 'x'.repeat(9000) } : { delimiter: ' ', ...Object.fromEntries(parts(i)) },
    },
  ]);
  return json({ s: sampler({ positive: ['0', 0], negative: ['1', 0] }), ...Object.fromEntries(nodes) });
}

/** Text nodes that are joined from each other's texts, and some from long ones. */
function joinedTexts(): string {
  const ids = Array.from({ length: 1500 }, (_, i) => i);
  const nodes = ids.map((i) => [
    `${i}`,
    {
      class_type: 'Join',
      inputs: { string_a: i % 40 === 3 ? 'x'.repeat(20_000) : [`${i + 1}`, 0], string_b: [`${i + 2}`, 0] },
    },
  ]);
  const encoders = ids
    .slice(0, 400)
    .map((i) => [`e${i}`, { class_type: 'E', inputs: { text: [`${i}`, 0], clip_l: ['0', 0] } }]);
  const conditioning = Object.fromEntries(encoders.map(([id], i) => [`cond${i}`, [id, 0]]));
  return json({
    s: sampler({ positive: ['c', 0], negative: ['c', 0], model: ['e0', 0] }),
    c: { class_type: 'C', inputs: conditioning },
    ...Object.fromEntries(nodes),
    ...Object.fromEntries(encoders),
  });
}

/** A saved workflow of as many nodes, links and slots as fit. */
function manyNodes(): string {
  const nodes = Array.from({ length: 5000 }, (_, i) => ({
    id: i,
    type: i % 50 === 0 ? 'KSampler' : 'SaveImage',
    inputs: [{ name: 'model', link: i }],
    widgets_values: [1, 'fixed', 20],
  }));
  const links = Array.from({ length: 20_000 }, (_, i) => [i, i + 1, 0]);
  return json({ nodes, links });
}

/** An EXIF block whose directory names as many values as it can, each of the whole block. */
function fullDirectory(): Buffer {
  const count = 65_535;
  const block = Buffer.alloc(8 + 2 + count * 12 + 4);
  block.write('II*\0', 'latin1');
  block.writeUInt32LE(8, 4);
  block.writeUInt16LE(count, 8);
  for (let i = 0, at = 10; i < count; i++, at += 12) {
    block.writeUInt16LE(0x8769 - (i % 3), at);
    block.writeUInt16LE(4, at + 2);
    block.writeUInt32LE(1, at + 4);
    block.writeUInt32LE(8, at + 8);
  }
  return block;
}

const comment = (text: string) =>
  Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), Buffer.from(text, 'utf16le').swap16()]);

/** Pictures by what they do; each is made when it is asked for. */
export const HOSTILE_PICTURES: Record<string, () => Uint8Array> = {
  ...HOSTILE_FOREIGN,
  'bombs of blanks in zTXt': () => packedEverywhere(deflateSync(Buffer.alloc(20 * MiB, 32))),
  'texts that just fit, packed': () => packedEverywhere(deflateSync(Buffer.alloc(MiB - 40, 0x7b))),
  'packed texts of empty blocks': () => packedEverywhere(zlib(manyBlocks(MiB - 100))),
  'many packed texts of empty blocks': () => packedEverywhere(zlib(manyBlocks(40_000))),
  'packed texts of stored blocks without content': () =>
    packedEverywhere(zlib(Buffer.concat(Array<Buffer>(200_000).fill(Buffer.of(0, 0, 0, 0xff, 0xff))))),
  '20,000 empty text chunks': () => pngWith(...Array<Buffer>(19_990).fill(pngTextChunk('Title', '', 'tEXt'))),
  '20,000 chunks of one keyword with wrong checksums': () => {
    const broken = pngTextChunk('parameters', 'Steps: 1');
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    return pngWith(...Array<Buffer>(19_990).fill(broken));
  },
  'JSON nested as deep as it goes': () => everywhere(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`),
  'JSON objects nested as deep as they go': () => everywhere(`${'{"a":'.repeat(170_000)}0${'}'.repeat(170_000)}`),
  'JSON with more keys than are read': () => everywhere(fill((i) => `"${i.toString(36)}":0,`, LONGEST, '{', '"":0}')),
  'JSON with as many keys as are read': () =>
    everywhere(fill((i) => `"${i.toString(36)}------------":0,`, LONGEST, '{', '"":0}')),
  'JSON with as many empty arrays as fit': () => everywhere(fill('[],', LONGEST, '{"a":[', '0]}')),
  'JSON of escapes': () => everywhere(fill('\\u0041', LONGEST, '{"prompt":"', '","base_model":"x"}')),
  'JSON of long numbers': () => everywhere(fill('12345678901234567,', LONGEST, '{"a":[', '0]}')),
  'JSON of empty texts and one NaN': () => everywhere(fill('"",', LONGEST, '{"a":[', 'NaN]}')),
  'JSON of quotes and NaN': () => everywhere(fill('"","\\"",NaN,', LONGEST, '{"a":[', '0]}')),
  'ComfyUI nodes with 500 and 40,000 inputs': () => texts({ prompt: wideNode(500), workflow: wideNode(40_000) }),
  'a ComfyUI graph where all leads to all': () => texts({ prompt: denseGraph(), workflow: manyNodes() }),
  'ComfyUI texts joined from each other': () => texts({ prompt: joinedTexts() }),
  'ComfyUI texts joined of fifty parts each': () => texts({ prompt: mills() }),
  'a ComfyUI workflow of 5,000 nodes': () => texts({ prompt: '{', workflow: manyNodes() }),
  'A1111 text of colons': () => texts({ parameters: fill('a:b,', LONGEST, 'Steps: 1, ') }),
  'A1111 text of lines of steps': () => texts({ parameters: fill('Steps: 1,\n') }),
  'A1111 text of short settings lines': () => texts({ parameters: fill('Steps: 1, a: 1, b: 2\n') }),
  'A1111 text of quotes': () => texts({ parameters: fill('a: "\\"", b: "', LONGEST, 'Steps: 1, c: 2, d: 3, ') }),
  'A1111 text of open quotes': () => texts({ parameters: fill('a: "x\n') }),
  'A1111 text of negative prompts': () => texts({ parameters: fill('Negative prompt:\n') }),
  'A1111 text of blanks': () => texts({ parameters: fill(' ', LONGEST, 'Steps: 1,', 'x') }),
  'A1111 text of control characters': () => texts({ parameters: fill('\x01', LONGEST, '', '\nSteps: 1, a: 1, b: 2') }),
  'A1111 text of line ends': () => texts({ parameters: fill('\r\n', LONGEST, '', 'x\nSteps: 1, a: 1, b: 2') }),
  'InvokeAI prompt of brackets': () => texts({ Dream: `"${'[]'.repeat(500_000)}" -s 50 -S 42 -W 512` }),
  'InvokeAI line of blanks and switches': () => texts({ Dream: fill(' -s', LONGEST, 'a') }),
  'InvokeAI line of blanks': () => texts({ Dream: fill(' ', LONGEST, 'a', 'b') }),
  'XMP of entities': () => webpWithXmp(fill('&#x41;', MiB - 100, '<outpane:request>', '</outpane:request>')),
  'XMP that opens and never closes': () => webpWithXmp(fill('outpane:request="')),
  'EXIF with 65,535 entries': () => webpWithExif(fullDirectory()),
  'an EXIF comment of 1 MiB in the other byte order': () =>
    webpWithExif(tiff([], [[0x9286, 7, comment('\u4e00'.repeat(MiB / 2 - 100))]], true)),
  'EXIF camera tags of blanks': () =>
    webpWithExif(
      tiff([0x010e, 0x010f, 0x0110].map((tag) => [tag, 2, Buffer.from(fill(' ', MiB - 20, 'prompt:', 'x'))] as const)),
    ),
  '19,000 comments in a JPEG': () => jpegWithSegments(19_000, Buffer.from('outpane:{'), 0xfe),
  'a JPEG of restart markers': () =>
    Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(64 * MiB, Buffer.of(0xff, 0xd0))]),
  'a JPEG of 64 MiB whose every second byte begins a marker': () => {
    const jpeg = tinyJpeg();
    return Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(64 * MiB, Buffer.of(0xff, 0)), jpeg.subarray(-2)]);
  },
  'a JPEG of fill bytes': () => new Uint8Array(Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(64 * MiB, 0xff)])),
  'JPEG comments of 64 KiB': () =>
    Buffer.concat([Buffer.of(0xff, 0xd8), ...Array<Buffer>(64).fill(commentSegment(fill(' ', 65_000, 'outpane:')))]),
  'an EXIF comment of 64 KiB in a JPEG': () =>
    jpegWithExif(tiff([], [[0x9286, 7, comment(fill('\r', 32_000, '', 'x'))]])),
};

function webpWithXmp(xmp: string): Uint8Array {
  const picture = Buffer.from(webpWithExif(Buffer.from('II*\0\x08\0\0\0\0\0')));
  const head = Buffer.alloc(8);
  head.write('XMP ');
  head.writeUInt32LE(xmp.length, 4);
  const out = Buffer.concat([picture, head, Buffer.from(xmp), Buffer.alloc(xmp.length & 1)]);
  out.writeUInt32LE(out.length - 8, 4);
  return out;
}

function commentSegment(text: string): Buffer {
  const head = Buffer.of(0xff, 0xfe, 0, 0);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([head, Buffer.from(text)]);
}

function jpegWithSegments(count: number, content: Buffer, marker: number): Uint8Array {
  const one = jpegWithSegment(marker, content);
  const segment = one.subarray(20, 24 + content.length);
  return Buffer.concat([one.subarray(0, 20), ...Array<Uint8Array>(count).fill(segment), one.subarray(20)]);
}

/** The deflated bytes of hostile links, before base64url. */
export const HOSTILE_LINKS: Record<string, () => Uint8Array> = {
  'a link of empty blocks': () => manyBlocks(149_000),
  'a link of empty blocks that is tried in all spellings': () => manyBlocks(14_900),
};
