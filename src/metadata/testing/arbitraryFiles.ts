import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { settingsOfRequest } from '../../protocol/pictureSettings';
import { writeParameters } from '../a1111';
import { writeFragment } from '../link';
import { writePicture } from '../picture';
import { heif } from './heifPictures';
import { pngHiding } from './hiddenPictures';
import {
  ALL_PICTURES,
  exampleRequest,
  jpegWithExif,
  piexifComment,
  pngChunk,
  pngTextChunk,
  pngWith,
  tiff,
  webpWithExif,
} from './pictures';

/** One to four small damages: a byte changed, a length field blown up, a piece cut out, doubled or put in, sometimes the end cut off. */
const damage: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc
  .array(
    fc.record({
      kind: fc.oneof(
        { arbitrary: fc.constantFrom('byte', 'length', 'cut', 'double', 'insert'), weight: 9 },
        { arbitrary: fc.constant('truncate'), weight: 1 },
      ),
      // Mostly behind the signature, without which a file is not looked at any further.
      from: fc.oneof({ arbitrary: fc.constant(12), weight: 19 }, { arbitrary: fc.constant(0), weight: 1 }),
      // Without bias, which would put half of the damages into the first bytes.
      at: fc.noBias(fc.nat(999_999)).map((millionths) => millionths / 1e6),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      length: fc.constantFrom(0, 1, 0x7f, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((damages) => (original) => {
    let bytes = Buffer.from(original);
    for (const { kind, from, at: place, bytes: some, length } of damages) {
      const at = from + Math.floor(place * Math.max(0, bytes.length - 4 - from));
      if (kind === 'byte' && at < bytes.length) bytes[at] = some[0] ?? 0;
      if (kind === 'length' && at + 4 <= bytes.length) bytes.writeUInt32BE(length, at);
      if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + some.length)]);
      if (kind === 'double')
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - some.length))]);
      if (kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)]);
      if (kind === 'truncate') bytes = bytes.subarray(0, at + 4);
    }
    return new Uint8Array(bytes);
  });

/** 20 MB of spaces in as many KB. */
export const bomb = deflateSync(Buffer.alloc(20_000_000, 32));
const text = writeParameters(settingsOfRequest(exampleRequest()));
const linkOf = (json: string) => `#s=${deflateRawSync(json).toString('base64url')}`;
const keyword = fc.constantFrom(
  'parameters',
  'prompt',
  'workflow',
  'outpane',
  'Comment',
  'Description',
  'XML:com.adobe.xmp',
  'Dream',
  'num_inference_steps',
  '',
  'x'.repeat(90),
);
const json = fc
  .json({ maxDepth: 4 })
  .map((value) => `{"prompt":${value},"3":{"class_type":"KSampler","inputs":${value}}}`);

/** PNG chunks: whole, bombs, wrong checksums, wrong lengths, nonsense content. */
const textChunk = fc
  .tuple(keyword, fc.oneof(json, fc.string({ unit: 'binary' }), fc.constant(text)))
  .map(([key, value]) => pngTextChunk(key, value, 'compressed iTXt'));
const bombChunk = fc.tuple(keyword, fc.constantFrom('zTXt', 'iTXt')).map(([key, type]) => {
  const flags = type === 'zTXt' ? [0] : [1, 0, 0, 0];
  return pngChunk(type, Buffer.concat([Buffer.from(`${key}\0`), Buffer.from(flags), bomb]));
});
const nonsenseChunk = fc
  .tuple(
    fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'eXIf', 'iCCP', 'IDAT', 'IHDR', 'PLTE'),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([type, data]) => pngChunk(type, data));
const wrongCrc = fc.tuple(keyword, fc.nat(255)).map(([key, byte]) => {
  const broken = pngTextChunk(key, text);
  broken[broken.length - 1] = byte;
  return broken;
});
const wrongLength = fc.constantFrom(0, 5, 0x7fffffff, 0xffffffff).map((length) => {
  const broken = pngTextChunk('parameters', text);
  broken.writeUInt32BE(length);
  return broken;
});
const chunk: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: textChunk, weight: 16 },
  { arbitrary: nonsenseChunk, weight: 12 },
  { arbitrary: wrongCrc, weight: 8 },
  { arbitrary: wrongLength, weight: 2 },
  { arbitrary: bombChunk, weight: 1 },
);

const exif: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constant(tiff([[0x0112, 3, Buffer.of(0, 6)]], [[0x9286, 7, piexifComment(text)]])),
  fc.constant(
    tiff([[0x0110, 2, Buffer.from('prompt:{"3":{"class_type":"KSampler","inputs":{"seed":["3",0]}}}')]], [], true),
  ),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.concat([Buffer.from('II*\0\x08\0\0\0'), bytes])),
);

const written = (picture: () => Uint8Array<ArrayBuffer>) => {
  const outcome = writePicture(picture(), exampleRequest({ prompt: 'x: "y", z'.repeat(20) }));
  return outcome.ok ? outcome.value : picture();
};
const { tinyPng, tinyJpeg, progressiveJpeg, lossyWebp, losslessWebp, alphaWebp } = ALL_PICTURES;

const pngFiles = fc.oneof(
  fc.array(chunk, { maxLength: 12 }).map((chunks) => pngWith(...chunks)),
  fc.tuple(fc.array(chunk, { maxLength: 4 }), damage).map(([chunks, harm]) => harm(pngWith(...chunks))),
  damage.map((harm) => harm(written(tinyPng))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([tinyPng().subarray(0, 8), bytes])),
);
const jpegFiles = fc.oneof(
  fc.tuple(exif, damage).map(([block, harm]) => harm(jpegWithExif(block))),
  fc.tuple(fc.constantFrom(written(tinyJpeg), written(progressiveJpeg)), damage).map(([file, harm]) => harm(file)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), bytes])),
);
const webpFiles = fc.oneof(
  fc.tuple(exif, damage).map(([block, harm]) => harm(webpWithExif(block))),
  fc
    .tuple(fc.constantFrom(written(lossyWebp), written(losslessWebp), written(alphaWebp)), damage)
    .map(([file, harm]) => harm(file)),
  fc
    .uint8Array({ maxLength: 200 })
    .map((bytes) => Buffer.concat([Buffer.from('RIFF\xff\0\0\0WEBPVP8X', 'latin1'), bytes])),
);
const packet = Buffer.from(
  `<exif:UserComment><rdf:li>{"c":"a fox","uc":"","size":"64x64"}</rdf:li></exif:UserComment>`,
);
const avif = (isInside: boolean) =>
  heif({
    size: { width: 16, height: 8, turns: 1 },
    items: [
      {
        id: 2,
        type: 'Exif',
        content: '',
        bytes: Buffer.concat([Buffer.alloc(4), tiff([], [[0x9286, 7, piexifComment(text)]])]),
      },
      { id: 3, type: 'mime', content: 'application/rdf+xml', bytes: packet },
    ],
    isInside,
  });
const avifFiles = fc.oneof(
  fc.tuple(fc.constantFrom(avif(true), avif(false)), damage).map(([file, harm]) => harm(file)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([avif(false).subarray(0, 60), bytes])),
);
const hidden = [0, 4].map((filterType) => pngHiding('{"uc":"","scale":1,"sampler":"x","steps":1}', { filterType }));
const fragmentBombs = [32, 0x5b, 0x7b].map((byte) => linkOf(Buffer.alloc(20_000_000, byte).toString()));
const noise = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]{0,200}$/)).map((s) => `#s=${s}`);
const harmed = damage.map((harm) => Buffer.from(harm(Buffer.from(writeFragment(exampleRequest())))).toString('latin1'));
const value = fc.jsonValue({ maxDepth: 2 });
const odd = fc
  .record(
    { version: value, prompt: value, seed: value, steps: value, model: value, edit: value, extra: value },
    { requiredKeys: [] },
  )
  .map((change) => linkOf(JSON.stringify({ ...exampleRequest(), ...change })));
const fragments = fc.oneof(
  { arbitrary: noise, weight: 12 },
  { arbitrary: harmed, weight: 12 },
  { arbitrary: odd, weight: 12 },
  { arbitrary: fc.constantFrom(...fragmentBombs), weight: 1 },
);

/** 6,000 damaged or hostile files and link fragments: how many of each kind, from which seed. */
export const DAMAGED_FILES = [
  { kind: 'PNG files', files: pngFiles, numRuns: 1500 },
  { kind: 'JPEG files', files: jpegFiles, numRuns: 1300 },
  { kind: 'WebP files', files: webpFiles, numRuns: 1200 },
  { kind: 'AVIF files', files: avifFiles, numRuns: 700 },
].map((one) => ({ ...one, seed: 54 }));
export const DAMAGED_LINKS = { fragments, numRuns: 1000, seed: 55 };
/** Pictures with a text hidden in their pixels. */
export const DAMAGED_HIDDEN = {
  files: fc.tuple(fc.constantFrom(...hidden), damage).map(([file, harm]) => harm(file)),
  numRuns: 300,
  seed: 56,
};
