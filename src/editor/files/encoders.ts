import { makePngChunk, PNG_SIGNATURE } from '../../metadata/png';
import { filterPaeth } from '../../metadata/pngFilters';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { drawing } from './drawing';

/** Bytes of pixels that are filtered in one go: some milliseconds. */
const TURN = 2 ** 20;

/** Longest side that every browser's canvas can have. */
const MAX_CANVAS = 8192;

/** An image as PNG, byte for byte. The browser's own encoder, which works beside the page, wherever it keeps them all. */
export async function encodePng(image: RgbaImage): Promise<Blob> {
  if (!isOpaque(image) || Math.max(image.width, image.height) > MAX_CANVAS) return encodeExactly(image);
  const canvas = new OffscreenCanvas(image.width, image.height);
  drawing(canvas).putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/**
 * An image in a lossy format; where JPEG has no transparency, over white. Gives another type where the browser doesn't know this one, null where it
 * can't write one of this size.
 */
export async function encodeLossy(
  image: RgbaImage,
  mime: 'image/jpeg' | 'image/webp',
  quality: number,
): Promise<Blob | null> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = drawing(canvas);
  context.putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  if (mime === 'image/jpeg') {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, image.width, image.height);
  }
  return canvas.convertToBlob({ type: mime, quality }).catch(() => null);
}

function isOpaque({ data }: RgbaImage): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** The same without a canvas, which multiplies colours by their alpha and loses most of what is nearly transparent. */
export async function encodeExactly(image: RgbaImage): Promise<Blob> {
  const { width, height } = image;
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits, RGBA; packing, filtering and order as all PNGs have them.
  head.set([8, 6, 0, 0, 0], 8);
  const chunks = [
    makePngChunk('IHDR', head),
    makePngChunk('sRGB', Uint8Array.of(0)),
    makePngChunk('IDAT', new Uint8Array(await packRows(image))),
    makePngChunk('IEND', new Uint8Array(0)),
  ];
  return new Blob([PNG_SIGNATURE, ...chunks], { type: 'image/png' });
}

/** All rows filtered and packed. The page gets time to answer now and then. */
async function packRows({ width, height, data }: RgbaImage): Promise<ArrayBuffer> {
  const stride = 4 * width;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  const rows = Math.max(1, Math.floor(TURN / stride));
  let y = 0;
  const filtered = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (y > 0) await new Promise((resolve) => setTimeout(resolve));
        const until = Math.min(height, y + rows);
        const out = new Uint8Array((until - y) * (stride + 1));
        for (let at = 0; y < until; y++, at += stride + 1) {
          out[at] = 4;
          const row = bytes.subarray(y * stride, (y + 1) * stride);
          const above = y > 0 ? bytes.subarray((y - 1) * stride, y * stride) : new Uint8Array(stride);
          filterPaeth(row, above, 4, out.subarray(at + 1, at + 1 + stride));
        }
        controller.enqueue(out);
        if (y === height) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(filtered.pipeThrough(new CompressionStream('deflate'))).arrayBuffer();
}
