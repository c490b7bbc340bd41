import type { RgbaImage } from '../protocol/rgbaImage';

/**
 * Blends an opaque `patch` into `base` in place, its corner at (x, y) and `alpha` (0..1, the patch's size) of it. Bytes
 * where alpha is 0 are not written. Unknown pixels of the base take the patch wholly wherever alpha is above 0.
 */
export function paste(base: RgbaImage, patch: RgbaImage, alpha: Float32Array, x: number, y: number): void {
  for (let row = 0; row < patch.height; row++) {
    const by = y + row;
    if (by < 0 || by >= base.height) continue;
    for (let column = 0; column < patch.width; column++) {
      const bx = x + column;
      const weight = alpha[row * patch.width + column] ?? 0;
      if (weight === 0 || bx < 0 || bx >= base.width) continue;
      const from = 4 * (row * patch.width + column);
      const to = 4 * (by * base.width + bx);
      const share = base.data[to + 3] === 0 ? 1 : weight;
      for (let c = 0; c < 4; c++)
        base.data[to + c] = (base.data[to + c] ?? 0) * (1 - share) + (patch.data[from + c] ?? 0) * share;
    }
  }
}
