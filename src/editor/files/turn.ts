import type { Orientation } from '../../metadata/exif';
import type { RgbaImage } from '../../protocol/rgbaImage';

/** The picture turned and mirrored as an EXIF orientation says, so that it stands upright; from 5 on its sides change places. */
export function turn(image: RgbaImage, orientation: Orientation): RgbaImage {
  if (orientation === 1) return image;
  const { width: w, height: h } = image;
  const lies = orientation >= 5;
  const [width, height] = lies ? [h, w] : [w, h];
  const from = new Uint32Array(image.data.buffer, image.data.byteOffset, w * h);
  const out = new Uint32Array(w * h);
  // Each as seen from the upright picture: whether the stored column, and the stored row, is counted from the other end.
  const backColumn = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
  const backRow = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [along, across] = lies ? [y, x] : [x, y];
      const column = backColumn ? w - 1 - along : along;
      const row = backRow ? h - 1 - across : across;
      out[i] = from[row * w + column] ?? 0;
    }
  }
  return { width, height, data: new Uint8ClampedArray(out.buffer) };
}
