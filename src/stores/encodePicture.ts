import type { RgbaImage } from '../protocol/rgbaImage';

/** Longest side of a thumbnail in pixels: 64 CSS pixels on a dense screen, and enough for a gallery's grid. */
const THUMBNAIL = 192;

/** The picture as PNG, its opaque pixels byte for byte, and a small copy of it for lists. */
export async function encodePicture(image: RgbaImage): Promise<{ png: Blob; thumbnail: Blob }> {
  const pixels = new ImageData(image.data, image.width, image.height);
  const full = new OffscreenCanvas(image.width, image.height);
  drawing(full).putImageData(pixels, 0, 0);
  const scale = Math.min(1, THUMBNAIL / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const small = new OffscreenCanvas(width, height);
  const context = drawing(small);
  context.imageSmoothingQuality = 'high';
  context.drawImage(full, 0, 0, width, height);
  const [png, thumbnail] = await Promise.all([
    full.convertToBlob({ type: 'image/png' }),
    small.convertToBlob({ type: 'image/webp', quality: 0.85 }),
  ]);
  return { png, thumbnail };
}

function drawing(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error(`No 2D canvas of ${canvas.width} x ${canvas.height}.`);
  return context;
}
