import { failure, success, type Outcome } from './outcome';

/** Most blocks of a text. Packers begin one for every ten thousand letters or so; each costs new Huffman codes. */
const MAX_BLOCKS = 4000;
const MAX_CODE_BITS = 15;
const STORED = 0;
const FIXED = 1;
const DYNAMIC = 2;
const END_OF_BLOCK = 256;

/** Bits of the numbers behind the symbols for lengths and distances, and the least value of each symbol (RFC 1951, 3.2.5). */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const LENGTH_BASE = basesOf(LENGTH_BITS, 3).with(28, 258);
const DISTANCE_BASE = basesOf(DISTANCE_BITS, 1);
/** In which order the lengths of the codes for code lengths stand. */
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function basesOf(bits: readonly number[], first: number): number[] {
  let next = first;
  return bits.map((count) => {
    const base = next;
    next += 1 << count;
    return base;
  });
}

/** A Huffman code: how many symbols have codes of each length, and the symbols by length and number. */
interface Code {
  counts: Uint16Array;
  symbols: Uint16Array;
}

/** Thrown and caught in here. */
class Unreadable extends Error {}

function makeCode(lengths: ArrayLike<number>): Code {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i] ?? 0] = (counts[lengths[i] ?? 0] ?? 0) + 1;
  counts[0] = 0;
  const places = new Uint16Array(MAX_CODE_BITS + 2);
  let room = 1;
  for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
    room = room * 2 - (counts[bits] ?? 0);
    if (room < 0) throw new Unreadable();
    places[bits + 1] = (places[bits] ?? 0) + (counts[bits] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    const bits = lengths[i] ?? 0;
    if (bits === 0) continue;
    const place = places[bits] ?? 0;
    symbols[place] = i;
    places[bits] = place + 1;
  }
  return { counts, symbols };
}

const FIXED_LENGTHS = makeCode(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const FIXED_DISTANCES = makeCode(new Uint8Array(30).fill(5));

class Inflater {
  private at = 0;
  private bit = 0;
  private out: Uint8Array<ArrayBuffer>;
  private length = 0;

  constructor(
    private readonly data: Uint8Array,
    private readonly maxBytes: number,
  ) {
    this.out = new Uint8Array(Math.min(maxBytes, data.length * 4 + 64));
  }

  /** Everything up to the last block's end. */
  run(): Uint8Array<ArrayBuffer> {
    for (let blocks = 1; ; blocks++) {
      if (blocks > MAX_BLOCKS) throw new Unreadable();
      const last = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === STORED) this.copyStored();
      else if (kind === FIXED) this.unpack(FIXED_LENGTHS, FIXED_DISTANCES);
      else if (kind === DYNAMIC) this.unpack(...this.readCodes());
      else throw new Unreadable();
      if (last) return this.out.slice(0, this.length);
    }
  }

  private bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.oneBit() << i;
    return value;
  }

  private oneBit(): number {
    const byte = this.data[this.at];
    if (byte === undefined) throw new Unreadable();
    const value = (byte >> this.bit) & 1;
    this.bit = (this.bit + 1) & 7;
    if (this.bit === 0) this.at++;
    return value;
  }

  /** No tables: making them for each of many short blocks is what costs other decoders seconds. */
  private symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let place = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      code |= this.oneBit();
      const count = counts[bits] ?? 0;
      if (code - count < first) return symbols[place + code - first] ?? 0;
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Unreadable();
  }

  private put(byte: number): void {
    if (this.length === this.out.length) this.grow();
    this.out[this.length++] = byte;
  }

  private grow(): void {
    if (this.length >= this.maxBytes) throw new RangeError();
    const larger = new Uint8Array(Math.min(this.maxBytes, this.out.length * 2));
    larger.set(this.out);
    this.out = larger;
  }

  private copyStored(): void {
    if (this.bit !== 0) this.at++;
    this.bit = 0;
    const length = this.bits(16);
    if (this.bits(16) !== (~length & 0xffff) || this.at + length > this.data.length) throw new Unreadable();
    for (let i = 0; i < length; i++) this.put(this.data[this.at++] ?? 0);
  }

  private readCodes(): [Code, Code] {
    const lengthCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const orderCount = this.bits(4) + 4;
    const ofLengths = new Uint8Array(19);
    for (const place of CODE_ORDER.slice(0, orderCount)) ofLengths[place] = this.bits(3);
    const code = makeCode(ofLengths);
    const lengths = new Uint8Array(lengthCount + distanceCount);
    for (let i = 0; i < lengths.length;) {
      const symbol = this.symbol(code);
      const repeats =
        symbol < 16 ? 1 : symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      const value = symbol < 16 ? symbol : symbol === 16 ? lengths[i - 1] : 0;
      if (value === undefined || i + repeats > lengths.length) throw new Unreadable();
      lengths.fill(value, i, i + repeats);
      i += repeats;
    }
    return [makeCode(lengths.subarray(0, lengthCount)), makeCode(lengths.subarray(lengthCount))];
  }

  private unpack(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(lengths);
      if (symbol < END_OF_BLOCK) this.put(symbol);
      else if (symbol === END_OF_BLOCK) return;
      else
        this.copyBack(
          this.value(symbol - 257, LENGTH_BASE, LENGTH_BITS),
          this.value(this.symbol(distances), DISTANCE_BASE, DISTANCE_BITS),
        );
    }
  }

  private value(symbol: number, bases: readonly number[], bits: readonly number[]): number {
    const base = bases[symbol];
    if (base === undefined) throw new Unreadable();
    return base + this.bits(bits[symbol] ?? 0);
  }

  private copyBack(length: number, distance: number): void {
    if (distance > this.length) throw new Unreadable();
    for (let i = 0; i < length; i++) this.put(this.out[this.length - distance] ?? 0);
  }
}

/**
 * Inflates raw deflate data (RFC 1951) and stops as soon as more than `maxBytes` would come out, or it has more blocks than any
 * text: a bomb costs no more than its limits, in bytes and in time. That is why no library does it: a MiB of blocks that say
 * nothing keeps their tables busy for seconds. Bytes after the end of the stream are ignored.
 */
export function inflateBounded(data: Uint8Array, maxBytes: number): Outcome<Uint8Array<ArrayBuffer>> {
  try {
    return success(new Inflater(data, maxBytes).run());
  } catch (thrown) {
    return failure(
      thrown instanceof Unreadable
        ? 'The compressed text is damaged.'
        : `The compressed text is longer than ${maxBytes} bytes.`,
    );
  }
}

/** The same for zlib data (RFC 1950), as PNG has it. The checksum at the end is not looked at: PNG's own CRC covers it. */
export function inflateZlibBounded(data: Uint8Array, maxBytes: number): Outcome<Uint8Array<ArrayBuffer>> {
  const [method = 0, flags = 0] = data;
  const valid = data.length > 2 && (method & 15) === 8 && method >> 4 <= 7 && (flags & 32) === 0;
  if (!valid || (method * 256 + flags) % 31 !== 0) return failure('The compressed text has no zlib header.');
  return inflateBounded(data.subarray(2), maxBytes);
}

/** The same for gzip (RFC 1952); names and comments in its header are passed over, the checksum is not looked at. */
export function inflateGzipBounded(data: Uint8Array, maxBytes: number): Outcome<Uint8Array<ArrayBuffer>> {
  const [first, second, method, flags = 0] = data;
  if (first !== 0x1f || second !== 0x8b || method !== 8) return failure('The compressed text has no gzip header.');
  let at = 10;
  if (flags & 4) at += 2 + (data[at] ?? 0) + (data[at + 1] ?? 0) * 256;
  for (const named of [8, 16]) if (flags & named) at = data.indexOf(0, at) + 1 || data.length;
  if (flags & 2) at += 2;
  return inflateBounded(data.subarray(at), maxBytes);
}
