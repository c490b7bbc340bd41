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
    for (let c = 0; c < 3; c++) sum += Math.abs(a.data[i + c] - b.data[i + c]);
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
  const histogram = new Float64Array(256);
  const pixels = picture.width * picture.height;
  for (let i = 0; i < picture.data.length; i += 4) {
    histogram[Math.round((picture.data[i] + picture.data[i + 1] + picture.data[i + 2]) / 3)]++;
  }
  return histogram.reduce((bits, n) => (n === 0 ? bits : bits - (n / pixels) * Math.log2(n / pixels)), 0);
}
