import { readPng } from '../../metadata/png';
import type { PngChunk } from '../../metadata/png';

/** What a PNG says about its pixels. */
export interface PngHead {
  width: number;
  height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  depth: number;
  colour: 'grey' | 'rgb' | 'palette' | 'greyAlpha' | 'rgba';
  interlaced: boolean;
  /** RGB, three bytes a colour. */
  palette: Uint8Array;
  /** The content of tRNS: alpha of the palette's colours, or the one sample (two bytes each) that is transparent. Empty where there is none. */
  transparency: Uint8Array;
  /** Its colours are not plain sRGB: they need a colour engine. */
  managed: boolean;
  /** The packed pixels, in pieces. */
  data: Uint8Array[];
}

const COLOURS: Partial<Record<number, PngHead['colour']>> = {
  0: 'grey',
  2: 'rgb',
  3: 'palette',
  4: 'greyAlpha',
  6: 'rgba',
};
const DEPTHS: Record<PngHead['colour'], readonly number[]> = {
  grey: [1, 2, 4, 8, 16],
  rgb: [8, 16],
  palette: [1, 2, 4, 8],
  greyAlpha: [8, 16],
  rgba: [8, 16],
};

/** sRGB's gamma as gAMA writes it, in hundred thousandths; others mean other colours. */
const SRGB_GAMMA = 45_455;

/** The head of a whole, sound PNG; null for anything else. */
export function readPngHead(bytes: Uint8Array): PngHead | null {
  const file = readPng(bytes);
  if (!file.ok || !file.value.complete) return null;
  const { chunks } = file.value;
  const contentOf = (type: string) => chunks.find((chunk) => chunk.type === type)?.data ?? new Uint8Array(0);
  const head = contentOf('IHDR');
  if (head.length < 13) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const [width, height, depth] = [view.getUint32(0), view.getUint32(4), view.getUint8(8)];
  const colour = COLOURS[view.getUint8(9)];
  const [packing, filtering, interlace] = [view.getUint8(10), view.getUint8(11), view.getUint8(12)];
  if (!colour || !DEPTHS[colour].includes(depth) || width === 0 || height === 0) return null;
  if (packing !== 0 || filtering !== 0 || interlace > 1) return null;
  return {
    width,
    height,
    depth,
    colour,
    interlaced: interlace === 1,
    palette: contentOf('PLTE'),
    transparency: contentOf('tRNS'),
    managed: isManaged(chunks),
    data: chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
  };
}

function isManaged(chunks: readonly PngChunk[]): boolean {
  const has = (type: string) => chunks.some((chunk) => chunk.type === type);
  if (has('iCCP') || has('cICP')) return true;
  if (has('sRGB')) return false;
  const gamma = chunks.find(({ type, data }) => type === 'gAMA' && data.length >= 4)?.data;
  return gamma !== undefined && new DataView(gamma.buffer, gamma.byteOffset).getUint32(0) !== SRGB_GAMMA;
}

/** Whether some of its pixels may be half transparent. */
export const mayBeTranslucent = ({ colour, transparency }: PngHead): boolean =>
  colour === 'rgba' || colour === 'greyAlpha' || (colour === 'palette' && transparency.length > 0);
