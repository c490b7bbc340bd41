import type { RgbaImage } from '../protocol/rgbaImage';

/** Three planes (red, green, blue) of a picture, rows from the top. `data.length` is 3 * width * height. */
export interface Planes {
  width: number;
  height: number;
  data: Float32Array<ArrayBuffer>;
}

export function emptyImage(width: number, height: number): RgbaImage {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

/** Planar -1..1, the range of the VAE. Alpha is flattened over `background` (0..255 each, default black). */
export function toPlanes(image: RgbaImage, background: readonly [number, number, number] = [0, 0, 0]): Planes {
  const { width, height, data } = image;
  const size = width * height;
  const out = new Float32Array(3 * size);
  for (let i = 0; i < size; i++) {
    const alpha = (data[4 * i + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++) {
      const value = (data[4 * i + c] ?? 0) * alpha + (background[c] ?? 0) * (1 - alpha);
      out[c * size + i] = value / 127.5 - 1;
    }
  }
  return { width, height, data: out };
}

/** Opaque picture of planar -1..1; values outside are clamped, and rounding is that of PyTorch's `round`. */
export function fromPlanes(planes: Planes): RgbaImage {
  const { width, height, data } = planes;
  const size = width * height;
  const out = emptyImage(width, height);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) out.data[4 * i + c] = ((data[c * size + i] ?? 0) + 1) * 127.5;
    out.data[4 * i + 3] = 255;
  }
  return out;
}
