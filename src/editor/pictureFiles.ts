import type { Size } from '../geometry/rect';
import { part } from '../platform/part';
import { badRequest } from '../protocol/errors';
import type { RgbaImage } from '../protocol/rgbaImage';

/** Files are read and written seldom: the code comes when there is one. */
export const loadDecoder = part(() => import('./files/decodePicture'));
export const loadEncoder = part(() => import('./files/encoders'));

/** Most pixels that an opened picture keeps; larger ones are scaled down. */
export const MAX_IMPORT_PIXELS = 4096 * 4096;
/** Longest side that an opened picture keeps: the plane goes no farther. A picture of so many pixels in one row is no picture. */
export const MAX_IMPORT_SIDE = 1_000_000;

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
 * Reads a picture in any format the browser knows, turned upright as its EXIF says, byte for byte where the format is.
 * @throws OutpaneError `bad-request` when it is none.
 */
export async function openPicture(file: Blob): Promise<OpenedPicture> {
  const { decodePicture } = await loadDecoder();
  const { image, size } = await decodePicture(file, importSize);
  const scaled = size.width !== image.width || size.height !== image.height;
  return { image, scaledFrom: scaled ? size : null };
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
  const { encodeLossy, encodePng } = await loadEncoder();
  if (type === 'png') return encodePng(image);
  const { mime, label } = EXPORT_TYPES[type];
  const blob = await encodeLossy(image, mime, quality);
  if (blob?.type === mime) return blob;
  throw badRequest(
    `This browser can't write ${label} files${blob ? '' : ' of this size'}.`,
    'The picture is safe. Choose PNG instead.',
  );
}
