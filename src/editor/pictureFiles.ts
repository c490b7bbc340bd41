import type { Size } from '../geometry/rect';
import { OutpaneError } from '../protocol/errors';
import type { RgbaImage } from '../protocol/rgbaImage';

/** Most pixels that an opened picture keeps; larger ones are scaled down. */
export const MAX_IMPORT_PIXELS = 4096 * 4096;
/** Longest side that an opened picture keeps. */
export const MAX_IMPORT_SIDE = 8192;

export interface OpenedPicture {
  image: RgbaImage;
  /** The size in the file, when it was too large to keep; else null. */
  scaledFrom: Size | null;
}

/** The size that a picture is kept at: its own, or the largest within the limits with the same proportions. */
export function importSize({ width, height }: Size): Size {
  const scale = Math.min(1, Math.sqrt(MAX_IMPORT_PIXELS / (width * height)), MAX_IMPORT_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/**
 * Reads a picture in any format the browser knows, turned upright as its EXIF says.
 * @throws OutpaneError `bad-request` when it is none.
 */
export async function openPicture(file: Blob): Promise<OpenedPicture> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (thrown) {
    throw new OutpaneError({
      code: 'bad-request',
      message: 'This file is not a picture that the browser can read.',
      hint: 'The picture on the canvas is unchanged. PNG, JPEG, WebP and AVIF work.',
      cause: String(thrown),
    });
  }
  const size = importSize(bitmap);
  const scaled = size.width !== bitmap.width || size.height !== bitmap.height;
  const scaledFrom = scaled ? { width: bitmap.width, height: bitmap.height } : null;
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true });
  if (!context) throw noCanvas();
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, size.width, size.height);
  return { image: { ...size, data: new Uint8ClampedArray(data) }, scaledFrom };
}

export const EXPORT_TYPES = {
  png: { label: 'PNG', mime: 'image/png', lossy: false },
  jpeg: { label: 'JPEG', mime: 'image/jpeg', lossy: true },
  webp: { label: 'WebP', mime: 'image/webp', lossy: true },
} as const;

export type ExportType = keyof typeof EXPORT_TYPES;

/**
 * An image as a file. `quality` (0..1) counts for lossy types. JPEG knows no transparency: unknown places become white.
 * @throws OutpaneError `bad-request` when the browser can't write the type or the size.
 */
export async function encodePicture(image: RgbaImage, type: ExportType, quality = 0.92): Promise<Blob> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw noCanvas();
  context.putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  if (type === 'jpeg') {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, image.width, image.height);
  }
  const { mime, label } = EXPORT_TYPES[type];
  const blob = await canvas.convertToBlob({ type: mime, quality });
  if (blob.type === mime) return blob;
  throw new OutpaneError({
    code: 'bad-request',
    message: `This browser can't write ${label} files.`,
    hint: 'The picture is safe. Choose PNG instead.',
  });
}

function noCanvas(): OutpaneError {
  return new OutpaneError({
    code: 'out-of-memory',
    message: 'The browser has no memory for a picture of this size.',
    hint: 'The picture on the canvas is unchanged. Close other tabs and try again.',
  });
}
