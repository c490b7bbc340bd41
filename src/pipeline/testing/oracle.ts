import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import type { RgbaImage } from '../../protocol/rgbaImage';

const root = new URL('../../../training/oracle/', import.meta.url);

export interface OracleRun {
  prompt: string;
  negative: string;
  seed: number;
  steps: number;
  guidance: number;
  width: number;
  height: number;
  latents: { file: string };
  denoised: { file: string };
  picture: string;
}

/** What PyTorch says, see `training/outpane_training/oracles.py`. */
export interface Oracle {
  tokens: { prompt: string; input_ids: number[]; attention_mask: number[] }[];
  text: { prompt: string; last_hidden_state: { file: string } }[];
  textToImage: OracleRun[];
  encode: { picture: string; latents: { file: string } };
  outpaint: OracleRun & { source: string };
}

export function readOracle(): Oracle {
  return JSON.parse(readFileSync(new URL('oracle.json', root), 'utf8')) as Oracle;
}

/** A float32 array in NumPy's .npy format (version 1, C order). */
export function readNpy(file: string): { data: Float32Array<ArrayBuffer>; shape: number[] } {
  const bytes = readFileSync(new URL(file, root));
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (!header.includes("'<f4'") || !header.includes('False') || shape === undefined) {
    throw new Error(`${file} is not a float32 array in C order: ${header}`);
  }
  return {
    data: new Float32Array(new Uint8Array(bytes.subarray(10 + headerLength)).buffer),
    shape: shape.split(',').flatMap((side) => (side.trim() ? [Number(side)] : [])),
  };
}

export function readPicture(file: string): RgbaImage {
  const { width, height, data } = PNG.sync.read(readFileSync(new URL(file, root)));
  return { width, height, data: new Uint8ClampedArray(data) };
}

/** The largest absolute difference; NaN counts as infinite. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

/** Byte for byte; much quicker than toEqual on pixels. */
export const samePixels = (a: RgbaImage | undefined, b: RgbaImage | undefined): boolean =>
  a !== undefined && b !== undefined && a.width === b.width && Buffer.from(a.data).equals(Buffer.from(b.data));

/** How far two pictures are apart, in byte steps of red, green and blue: the mean, and what 99.9 % of the values stay within. */
export function pictureDifference(a: RgbaImage, b: RgbaImage): { mean: number; within: number } {
  if (a.width !== b.width || a.height !== b.height) return { mean: Infinity, within: Infinity };
  const differences = [...a.data].flatMap((value, i) => (i % 4 === 3 ? [] : [Math.abs(value - (b.data[i] ?? 0))]));
  differences.sort((x, y) => x - y);
  return {
    mean: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    within: differences[Math.floor(differences.length * 0.999)] ?? Infinity,
  };
}
