import { gzipSync } from 'fflate';

/** Bytes of a stream, whole. */
async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** gzip of raw bytes: exact, also for the colour under half-transparent pixels, which image formats behind a canvas lose. */
export async function pack(bytes: Uint8ClampedArray<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')));
}

/** The same on this thread, before it returns: some milliseconds for a tile. */
export function packNow(bytes: Uint8ClampedArray<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return gzipSync(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), { level: 1, mtime: 0 });
}

/** @throws TypeError when the bytes are not what `pack` made. */
export async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const bytes = await collect(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')));
  return new Uint8ClampedArray(bytes.buffer);
}
