import { intersect } from '../../geometry/rect';
import type { Size } from '../../geometry/rect';
import { place } from '../../imaging/crop';
import { emptyImage } from '../../imaging/emptyImage';
import { readPicture } from '../../metadata/picture';
import { withoutOrientation } from '../../metadata/withoutOrientation';
import { OutpaneError, badRequest } from '../../protocol/errors';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { decodePng } from './decodePng';
import { drawing } from './drawing';
import { mayBeTranslucent, readPngHead } from './pngHead';
import type { PngHead } from './pngHead';
import { translucentPixels } from './translucentPixels';
import { turn } from './turn';

/** Most pixels of a PNG that is unpacked here: 256 MB of them. */
const MAX_OWN = 8192 * 8192;
/** Side of the pieces that a bitmap is read in: every browser's canvas is as large, and long narrow pictures fit into some of them. */
const PIECE = 4096;

/** Longest side of a bitmap in the browser that can do least. */
const MAX_BITMAP = 16_384;

export interface DecodedPicture {
  image: RgbaImage;
  /** Upright, as the file has it: that of the image, unless it was scaled. */
  size: Size;
}

/**
 * The pixels of a picture file in any format that the browser knows, upright, in sRGB with straight alpha; those of a PNG byte for
 * byte. `fit` says which size a picture of that size is wanted at: it is scaled, with its proportions.
 * @throws OutpaneError `bad-request` when it is none, `out-of-memory` where the browser has no room for it.
 */
export async function decodePicture(file: Blob, fit: (size: Size) => Size = (size) => size): Promise<DecodedPicture> {
  const { bytes, orientation } = withoutOrientation(new Uint8Array(await file.arrayBuffer()));
  const head = readPngHead(bytes);
  const plain = orientation === 1 ? file : new Blob([new Uint8Array(bytes)], { type: file.type });
  const own = head && head.width * head.height <= MAX_OWN ? head : null;
  const exact = own && mayBeTranslucent(own) && !own.managed ? await decodePng(own) : null;
  const lies = orientation >= 5;
  const wanted = (stored: Size) => (lies ? swapped(fit(swapped(stored))) : fit(stored));
  const { image, size } = exact ? await scaled(exact, wanted(exact)) : await decodeByBrowser(plain, own, wanted);
  return { image: turn(image, orientation), size: lies ? swapped(size) : size };
}

const swapped = ({ width, height }: Size): Size => ({ width: height, height: width });
const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

async function decodeByBrowser(file: Blob, own: PngHead | null, wanted: (size: Size) => Size): Promise<DecodedPicture> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((thrown: unknown) => thrown);
  if (bitmap instanceof ImageBitmap) {
    try {
      const size = { width: bitmap.width, height: bitmap.height };
      const to = wanted(size);
      const image = readBitmap(bitmap, to);
      const exact = sameSize(to, size) && isTranslucent(image) ? await translucentPixels(file, size) : null;
      return { image: exact ?? image, size };
    } finally {
      bitmap.close();
    }
  }
  // Browsers refuse sides beyond what their graphics can do.
  const image = own && (await decodePng(own));
  if (image) return scaled(image, wanted(image));
  throw refusal(await sizeIn(file), bitmap);
}

/** Why the browser gives no pixels: there are too many of them, or the file is none of its pictures. */
function refusal(size: Size | null, cause: unknown): OutpaneError {
  if (size && (size.width * size.height > MAX_OWN || Math.max(size.width, size.height) > MAX_BITMAP)) {
    return new OutpaneError({
      code: 'out-of-memory',
      message: `The browser can't open a picture of ${size.width} × ${size.height} pixels.`,
      hint: 'The picture on the canvas is unchanged. Make this one smaller with another tool first.',
      cause: String(cause),
    });
  }
  return badRequest(
    'This file is not a picture that the browser can read.',
    'The picture on the canvas is unchanged. PNG, JPEG, WebP and AVIF work.',
    String(cause),
  );
}

/** The size that a file's head tells; null where it tells none. */
async function sizeIn(file: Blob): Promise<Size | null> {
  const info = readPicture(new Uint8Array(await file.arrayBuffer()));
  return info.ok ? info.value.size : null;
}

async function scaled(image: RgbaImage, to: Size): Promise<DecodedPicture> {
  const size = { width: image.width, height: image.height };
  if (sameSize(to, size)) return { image, size };
  const bitmap = await createImageBitmap(new ImageData(image.data, image.width, image.height));
  try {
    return { image: readBitmap(bitmap, to), size };
  } finally {
    bitmap.close();
  }
}

/** A bitmap's pixels at a size, read piece by piece: no canvas need be as long as the picture. */
function readBitmap(bitmap: ImageBitmap, to: Size): RgbaImage {
  const image = emptyImage(to.width, to.height);
  const whole = { x: 0, y: 0, ...to };
  for (let y = 0; y < to.height; y += PIECE) {
    for (let x = 0; x < to.width; x += PIECE) {
      const { width, height } = intersect({ x, y, width: PIECE, height: PIECE }, whole);
      const context = drawing(new OffscreenCanvas(width, height));
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, -x, -y, to.width, to.height);
      const { data } = context.getImageData(0, 0, width, height);
      place(image, { width, height, data: new Uint8ClampedArray(data) }, x, y);
    }
  }
  return image;
}

/** Half-transparent pixels, of which a canvas keeps little. */
function isTranslucent({ data }: RgbaImage): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255 && data[i] !== 0) return true;
  return false;
}
