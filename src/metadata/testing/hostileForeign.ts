import { jpegWithExif, pngTextChunk, pngWith, tiff, webpWithExif } from './pictures';
import { heif, heifBox, type HeifItem } from './heifPictures';

/** More pictures that cost as much as they can, by the readers of what other tools and cameras write. */

const MiB = 2 ** 20;
const LONGEST = MiB - 40;

const texts = (pieces: Record<string, string>) =>
  pngWith(...Object.entries(pieces).map(([keyword, text]) => pngTextChunk(keyword, text, 'tEXt')));
const filled = (piece: string, before = '', after = '') =>
  before + piece.repeat(Math.floor((LONGEST - before.length - after.length) / piece.length)) + after;
const xmp = (packet: string) => texts({ 'XML:com.adobe.xmp': packet });
const u32 = (...values: number[]) => {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => out.writeUInt32BE(value, i * 4));
  return out;
};

/** A workflow whose subgraphs stand in each other, all nodes with as many inputs as there are. */
function subgraphs(inSubgraph: (i: number) => string[], count: number, nodes: number): string {
  const slots = Array.from({ length: 60 }, (_, i) => ({ name: `i${i}`, link: i }));
  const links = Array.from({ length: 60 }, (_, i) => ({ id: i, origin_id: -10, origin_slot: i }));
  const plain = Array.from({ length: nodes }, (_, i) => ({
    id: i,
    type: i === 0 ? 'KSampler' : 'SaveImage',
    inputs: slots,
  }));
  const sheet = (i: number) => ({
    id: `g${i}`,
    inputs: slots,
    links,
    nodes: [...plain, ...inSubgraph(i).map((type, n) => ({ id: 1000 + n, type, inputs: slots }))],
  });
  const instances = Array.from({ length: 500 }, (_, i) => ({ id: i, type: 'g0', inputs: [{ name: 'i0', link: 1 }] }));
  return JSON.stringify({
    nodes: instances,
    links: [[1, 1, 0]],
    definitions: { subgraphs: Array.from({ length: count }, (_, i) => sheet(i)) },
  });
}

/** An item table that names the wanted item last, behind as many with as many pieces as they can have. */
function manyExtents(sizes: number): Uint8Array {
  const row = Buffer.from([0, 9, 0, 0, 0xff, 0xff]);
  const count = 60_000;
  const head = Buffer.from([0, 0, 0, 0, sizes, 0, count >> 8, count & 0xff]);
  return heif({
    items: [{ id: 2, type: 'Exif', content: '', bytes: Buffer.alloc(9) }],
    iloc: Buffer.concat([head, ...Array<Buffer>(count).fill(row)]),
  });
}

const items = (count: number): HeifItem[] =>
  Array.from({ length: count }, (_, i) => ({ id: 100 + i, type: 'mime', content: 'x', bytes: Buffer.alloc(0) }));

export const HOSTILE_FOREIGN: Record<string, () => Uint8Array> = {
  'A1111 text in one line of steps': () => texts({ parameters: filled('a Steps: 1, Seed: 1 ') }),
  'A1111 text in one line of steps and quotes': () => texts({ parameters: filled('\\" Steps: 1, Seed: 1, a: "') }),
  'A1111 text in one line behind a long one': () =>
    texts({ parameters: `${' Steps: 1, Seed: 1'.repeat(9)}${filled('"x ').slice(0, LONGEST - 200)}` }),
  'A1111 text of steps in words': () => texts({ parameters: filled('Steps: 1 ') }),
  'A1111 text of blanks before steps': () => texts({ parameters: filled(' ', '\n', 'Steps: 1') }),
  'A1111 text of negative prompts in one line': () =>
    texts({ parameters: filled('Negative prompt: ', '', 'x Steps: 1, Seed: 2') }),
  'A1111 text in two keywords': () => {
    const half = filled('Steps: 1, a: 1\r\n').slice(0, LONGEST);
    return texts({ Comment: half, Description: half });
  },
  'JSON in JSON': () =>
    texts({ Comment: JSON.stringify({ prompt: filled('"[]",', '[', '0]').slice(0, 300_000), workflow: '{"a":1' }) }),
  'JSON of JSON in Comment': () =>
    texts({ Description: JSON.stringify({ Comment: `{"uc":1,"scale":1,"a":[${'"",'.repeat(200_000)}0]}` }) }),
  'JSON of characters of a scene': () =>
    texts({
      Comment: JSON.stringify({
        ...{ uc: '', scale: 1, sampler: 's', steps: 1 },
        v4_prompt: { caption: { char_captions: Array(40_000).fill({ char_caption: 'x' }) } },
      }),
    }),
  'half-open keys': () => texts({ parameters: filled('"prompt', '{') }),
  'an EXIF comment of half-open keys': () => webpWithExif(tiff([], [[0x9286, 7, Buffer.from(filled('"prompt', '{'))]])),
  'a Draw Things description of dashes': () =>
    xmp(`<a>Draw Things<dc:description>${'-\n'.repeat(180_000)}Steps: 1, Seed: 1</dc:description>`),
  'XMP of list items': () => xmp(filled('<rdf:li>', '<exif:UserComment>', '</exif:UserComment>')),
  'XMP of entities in a comment': () => xmp(`<exif:UserComment>${'&#10;'.repeat(79_000)}</exif:UserComment>`),
  'XMP that opens comments': () => xmp(filled('<exif:UserComment')),
  'EXIF comments of line ends': () => {
    const text = Buffer.from(filled('\r\n', 'ASCII\0\0\0', 'x'), 'latin1');
    return webpWithExif(
      tiff([[0x9c9c, 7, Buffer.from('\n'.repeat(200_000), 'utf16le')]], [[0x9286, 7, text.subarray(0, 600_000)]]),
    );
  },
  'an EXIF comment of wide letters without a byte of 0': () =>
    webpWithExif(
      tiff(
        [],
        [[0x9286, 7, Buffer.concat([Buffer.from('UNICODE\0'), Buffer.alloc(MiB - 100, '\u4e8c\u4e8d', 'utf16le')])]],
      ),
    ),
  'an EXIF comment in JIS': () =>
    webpWithExif(
      tiff(
        [],
        [[0x9286, 7, Buffer.concat([Buffer.from('JIS\0\0\0\0\0'), Buffer.alloc(MiB - 100, '\x1b$B', 'latin1')])]],
      ),
    ),
  'an EXIF comment of NULs in a JPEG': () => jpegWithExif(tiff([], [[0x9286, 7, Buffer.alloc(60_000)]])),
  'a ComfyUI workflow of subgraphs in subgraphs': () =>
    texts({ workflow: subgraphs((i) => Array<string>(8).fill(`g${(i + 1) % 20}`), 20, 2) }),
  'a ComfyUI subgraph that holds itself': () => texts({ workflow: subgraphs(() => ['g0', 'g0'], 1, 100) }),
  'a ComfyUI subgraph in five hundred places': () => texts({ workflow: subgraphs(() => [], 1, 200) }),
  'an AVIF of empty boxes': () => Buffer.concat([heif({}), ...Array<Buffer>(100_000).fill(heifBox('free'))]),
  'an AVIF of items': () => heif({ items: items(40_000) }),
  'an AVIF of pieces without size': () => manyExtents(0),
  'an AVIF of pieces': () => manyExtents(0x44),
  'an AVIF of properties': () => heif({ ipma: Buffer.concat([u32(0, 200_000), Buffer.alloc(MiB)]) }),
  'an AVIF that is its own item': () =>
    heif({ items: [{ id: 2, type: 'Exif', content: '', bytes: Buffer.alloc(MiB - 8) }] }),
};
