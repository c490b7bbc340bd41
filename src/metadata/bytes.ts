import { strFromU8 } from 'fflate';

/** One array with all parts in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The bytes of a text whose characters are all below 256. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
}

export function latin1Text(bytes: Uint8Array): string {
  return strFromU8(bytes, true);
}

export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** UTF-8, with U+FFFD for what is not. */
export function utf8Text(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}

/** The text, or null where the bytes are not UTF-8. */
export function strictUtf8Text(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 where the bytes are valid UTF-8, else Latin-1: many tools write UTF-8 where their format says Latin-1 or ASCII. */
export function guessText(bytes: Uint8Array): string {
  return strictUtf8Text(bytes) ?? latin1Text(bytes);
}

/** True when the ASCII text `prefix` stands at `offset`. */
export function startsWith(bytes: Uint8Array, prefix: string, offset = 0): boolean {
  if (offset + prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[offset + i] !== prefix.charCodeAt(i)) return false;
  return true;
}

/** A view for reading numbers out of `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
