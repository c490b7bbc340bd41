/** Numbers of an oracle: base64 of float32, little endian. */
export function unpack(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float32Array(bytes.buffer);
}
