import { PNG } from 'pngjs';

/** A PNG of 2 x 3 pixels in one colour. */
export function pngOf(colour: number): Blob {
  const image = new PNG({ width: 2, height: 3 });
  for (let at = 0; at < image.data.length; at += 4) image.data.writeUInt32BE((colour << 8) | 0xff, at);
  return new Blob([new Uint8Array(PNG.sync.write(image))], { type: 'image/png' });
}

/** createImageBitmap for Node: of PNGs, and strict as browsers are. */
export async function decodePng(blob: Blob): Promise<Pick<ImageBitmap, 'width' | 'height' | 'close'>> {
  const { width, height } = PNG.sync.read(Buffer.from(await blob.arrayBuffer()));
  return { width, height, close: () => undefined };
}
