import type { RgbaImage } from '../protocol/rgbaImage';

/** Longest side of a thumbnail in pixels: 64 CSS pixels on a dense screen, and enough for a gallery's grid. */
const THUMBNAIL = 192;

/** The picture as PNG, its opaque pixels byte for byte, and a small copy of it for lists. */
export async function encodePicture(image: RgbaImage): Promise<{ png: Blob; thumbnail: Blob }> {
  const full = new OffscreenCanvas(image.width, image.height);
  drawing(full).putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  const [png, thumbnail] = await Promise.all([full.convertToBlob({ type: 'image/png' }), encodeThumbnail(full)]);
  return { png, thumbnail };
}

/** A decoded picture as PNG. */
export function encodeBitmap(bitmap: ImageBitmap): Promise<Blob> {
  const full = new OffscreenCanvas(bitmap.width, bitmap.height);
  drawing(full).drawImage(bitmap, 0, 0);
  return full.convertToBlob({ type: 'image/png' });
}

/** A small copy for lists. */
export function encodeThumbnail(source: OffscreenCanvas | ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const small = new OffscreenCanvas(width, height);
  const context = drawing(small);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return small.convertToBlob({ type: 'image/webp', quality: 0.85 });
}

function drawing(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error(`No 2D canvas of ${canvas.width} x ${canvas.height}.`);
  return context;
}
