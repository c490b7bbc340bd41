import type { RgbaImage } from '../protocol/rgbaImage';

/**
 * Blends `patch` into `base` in place, its corner at (x, y) and `weight` (0..1, the patch's size) of it. Both are straight alpha; they are
 * mixed by what each pixel covers (premultiplied), so that a nearly transparent pixel brings hardly any of its colour along. Bytes
 * where the weight is 0 are not written. Transparent pixels of the base take the patch wholly wherever the weight is above 0.
 */
export function paste(base: RgbaImage, patch: RgbaImage, weight: Float32Array, x: number, y: number): void {
  for (let row = 0; row < patch.height; row++) {
    const by = y + row;
    if (by < 0 || by >= base.height) continue;
    for (let column = 0; column < patch.width; column++) {
      const bx = x + column;
      const share = weight[row * patch.width + column] ?? 0;
      if (share === 0 || bx < 0 || bx >= base.width) continue;
      blend(base.data, 4 * (by * base.width + bx), patch.data, 4 * (row * patch.width + column), share);
    }
  }
}

function blend(base: Uint8ClampedArray, to: number, patch: Uint8ClampedArray, from: number, weight: number): void {
  const under = base[to + 3] ?? 0;
  const over = patch[from + 3] ?? 0;
  const share = under === 0 ? 1 : weight;
  const alpha = under * (1 - share) + over * share;
  // Part of what is covered that the patch covers. Where both cover alike it is the weight itself.
  const part = under === over ? share : alpha === 0 ? 0 : (over * share) / alpha;
  for (let c = 0; c < 3; c++) base[to + c] = (base[to + c] ?? 0) * (1 - part) + (patch[from + c] ?? 0) * part;
  base[to + 3] = alpha;
}
