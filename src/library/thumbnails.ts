import { encodePicture } from '../editor/pictureFiles';
import type { RgbaImage } from '../protocol/rgbaImage';

/** Longest side of a thumbnail in pixels: 64 CSS pixels on a dense screen, and enough for a gallery's grid. */
const THUMBNAIL = 192;

/** The picture as PNG, byte for byte, and a small copy of it for lists. */
export async function encodeWithThumbnail(image: RgbaImage): Promise<{ png: Blob; thumbnail: Blob }> {
  const [png, thumbnail] = await Promise.all([encodePicture(image, 'png'), thumbnailOf(image)]);
  return { png, thumbnail };
}

async function thumbnailOf(image: RgbaImage): Promise<Blob> {
  const bitmap = await createImageBitmap(new ImageData(image.data, image.width, image.height));
  try {
    return await encodeThumbnail(bitmap);
  } finally {
    bitmap.close();
  }
}

/** A small copy for lists. */
export function encodeThumbnail(source: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const small = new OffscreenCanvas(width, height);
  const context = small.getContext('2d');
  if (!context) throw new Error(`No 2D canvas of ${width} x ${height}.`);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return small.convertToBlob({ type: 'image/webp', quality: 0.85 });
}
