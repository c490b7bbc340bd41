import type { RgbaImage } from '../protocol/rgbaImage';

/** Mitchell and Netravali's cubic (B = C = 1/3): no blocks, hardly any ringing. `x` in source pixels. */
function mitchell(x: number): number {
  const a = Math.abs(x);
  if (a < 1) return (7 * a ** 3 - 12 * a ** 2 + 16 / 3) / 6;
  if (a < 2) return ((-7 / 3) * a ** 3 + 12 * a ** 2 - 20 * a + 32 / 3) / 6;
  return 0;
}

/**
 * A small opaque preview, `factor` (a whole number) times as large, by bicubic interpolation. The canvas could do it, but how smoothly
 * differs from browser to browser, and at 16 times the size that is seen.
 */
export function smoothUpscale(image: RgbaImage, factor: number): RgbaImage {
  const rows = stretchRows(image.data, image.width, image.height, factor);
  const width = image.width * factor;
  // Columns are rows of the picture turned over its diagonal.
  const turned = transpose(rows, width, image.height);
  const columns = stretchRows(turned, image.height, width, factor);
  const height = image.height * factor;
  return { width, height, data: Uint8ClampedArray.from(transpose(columns, height, width)) };
}

function stretchRows(data: ArrayLike<number>, width: number, height: number, factor: number): Float32Array {
  const out = new Float32Array(width * factor * height * 4);
  const weights = Array.from({ length: factor }, (_, k) => {
    const offset = (k + 0.5) / factor - 0.5;
    const first = Math.floor(offset) - 1;
    return { first, taps: [0, 1, 2, 3].map((i) => mitchell(offset - first - i)) };
  });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [k, { first, taps }] of weights.entries()) {
        const to = (y * width * factor + x * factor + k) * 4;
        for (const [i, weight] of taps.entries()) {
          const from = (y * width + Math.min(width - 1, Math.max(0, x + first + i))) * 4;
          for (let c = 0; c < 4; c++) out[to + c] = (out[to + c] ?? 0) + weight * (data[from + c] ?? 0);
        }
      }
    }
  }
  return out;
}

function transpose(data: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      out.set(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4), (x * height + y) * 4);
    }
  }
  return out;
}
