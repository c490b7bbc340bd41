/** What the bytes from 128 mean where nothing else is said: the alphabet of the first PCs, which the format began with. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡°∙·√ⁿ²■\u00a0';

/** Hiragana, which no name in CP437 looks like: it takes an é before a letter that hardly follows one. */
const HIRAGANA = /\p{Script=Hiragana}/u;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The name of a file in an archive. `unicode` is its copy in UTF-8, where there is one that belongs to it. Programs that don't say
 * what their names are written in mostly use UTF-8 (macOS), Japanese Windows' own alphabet, or CP437.
 */
export function entryName(
  raw: Uint8Array<ArrayBuffer>,
  saysUtf8: boolean,
  unicode: Uint8Array<ArrayBuffer> | null,
): string {
  const copied = !saysUtf8 && unicode ? decoded(utf8, unicode) : null;
  const name = copied ?? decoded(utf8, raw) ?? (saysUtf8 ? new TextDecoder().decode(raw) : null);
  return name ?? japanese(raw) ?? fromCp437(raw);
}

function japanese(raw: Uint8Array<ArrayBuffer>): string | null {
  const text = decoded(new TextDecoder('shift_jis', { fatal: true }), raw);
  return text !== null && HIRAGANA.test(text) ? text : null;
}

function fromCp437(raw: Uint8Array<ArrayBuffer>): string {
  return Array.from(raw, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437.charAt(byte - 128))).join('');
}

/** Null where the bytes are not written so. */
function decoded(decoder: TextDecoder, bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
