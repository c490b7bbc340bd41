import { guessText, latin1Text, startsWith, strictUtf8Text, viewOf } from './bytes';

/** The eight bytes before the text (EXIF 2.3, UserComment), however a writer fills and capitalizes them. */
const CODE = /^(ascii|jis|unicode|utf-?8|undefined)?[\0 ]*$/i;
/** The same as a word, which some tools write into the text itself. */
const CODE_WORD = /^charset\s*=\s*"?[\w-]+"?\s+/i;

/**
 * The text of an EXIF UserComment, up to its first NUL. The code before it is believed only where the bytes agree: UTF-8 stands
 * behind all of them, UTF-16 in both byte orders. `little` is the file's own order.
 */
export function commentText(value: Uint8Array, little: boolean): string {
  const code = latin1Text(value.subarray(0, 8));
  const isCoded = code.length === 8 && CODE.test(code);
  const text = decoded(isCoded ? value.subarray(8) : value, isCoded ? code.slice(0, 3).toLowerCase() : '', little);
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\0[^]*$/, '')
    .replace(CODE_WORD, '');
}

function decoded(bytes: Uint8Array, code: string, little: boolean): string {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const nul = bytes.subarray(0, end).indexOf(0);
  if (startsWith(bytes, '\xff\xfe') || startsWith(bytes, '\xfe\xff')) return utf16Text(bytes, little);
  if (nul >= 0 && (code === 'uni' || isWide(bytes))) return utf16Text(bytes, little);
  const plain = bytes.subarray(0, nul < 0 ? end : nul);
  if (code === 'jis' && plain.includes(0x1b)) return new TextDecoder('iso-2022-jp').decode(plain);
  const utf8 = strictUtf8Text(plain);
  if (utf8 !== null) return utf8;
  if (code === 'uni') return utf16Text(bytes, little);
  return code === 'jis' ? new TextDecoder('shift_jis').decode(plain) : guessText(plain);
}

/** Whether a quarter and more are Latin letters of 16 bits, of which one byte is 0. */
function isWide(bytes: Uint8Array): boolean {
  const { even, odd } = upperZeros(bytes);
  return Math.max(even, odd) > bytes.length / 8;
}

/** How many characters of 16 bits have a first byte of 0 and not a second, and the other way round. */
function upperZeros(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (bytes[i] === 0 && bytes[i + 1] !== 0) even++;
    if (bytes[i] !== 0 && bytes[i + 1] === 0) odd++;
  }
  return { even, odd };
}

/** Writers disagree on the byte order, so the bytes decide that, too. */
function utf16Text(bytes: Uint8Array, fileLittle: boolean): string {
  const whole = bytes.subarray(0, bytes.length & ~1);
  return isLittle(whole, fileLittle) ? new TextDecoder('utf-16le').decode(whole) : utf16be(whole);
}

function isLittle(bytes: Uint8Array, fileLittle: boolean): boolean {
  if (startsWith(bytes, '\xff\xfe')) return true;
  if (startsWith(bytes, '\xfe\xff')) return false;
  // Letters of an alphabet share their upper byte, and even the widest writing has fewer upper bytes than lower ones.
  const [evens, odds] = [different(bytes, 0), different(bytes, 1)];
  if (evens !== odds) return odds < evens;
  const { even, odd } = upperZeros(bytes);
  return even === odd ? fileLittle : odd > even;
}

/** How many different bytes there are among every second one from `first` on. */
function different(bytes: Uint8Array, first: number): number {
  const seen = new Uint8Array(256);
  for (let i = first; i < bytes.length; i += 2) seen[bytes[i] ?? 0] = 1;
  return seen.reduce((sum, one) => sum + one, 0);
}

function utf16be(bytes: Uint8Array): string {
  const swapped = bytes.slice();
  const view = viewOf(swapped);
  for (let i = 0; i + 1 < swapped.length; i += 2) view.setUint16(i, view.getUint16(i), true);
  return new TextDecoder('utf-16le').decode(swapped);
}
