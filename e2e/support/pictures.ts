import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';

export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

export function readPng(path: string): Pixels {
  return PNG.sync.read(readFileSync(path));
}

/** Mean absolute difference of the colour channels, in 1/255; throws where the sizes differ. */
export function meanDifference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`sizes differ: ${a.width} x ${a.height} and ${b.width} x ${b.height}`);
  }
  let sum = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    for (let c = 0; c < 3; c++) sum += Math.abs((a.data[i + c] ?? NaN) - (b.data[i + c] ?? NaN));
  }
  return sum / (a.width * a.height * 3);
}

/** A part of a picture. */
export function crop(picture: Pixels, x: number, y: number, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4;
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

/** Shannon entropy of the brightness histogram in bits: 0 for a flat area, up to 8. */
export function entropy(picture: Pixels): number {
  const histogram = new Map<number, number>();
  const pixels = picture.width * picture.height;
  for (let i = 0; i < picture.data.length; i += 4) {
    const level = Math.round(picture.data.subarray(i, i + 3).reduce((sum, value) => sum + value, 0) / 3);
    histogram.set(level, (histogram.get(level) ?? 0) + 1);
  }
  return [...histogram.values()].reduce((bits, n) => bits - (n / pixels) * Math.log2(n / pixels), 0);
}
