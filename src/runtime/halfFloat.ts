// IEEE 754 binary16. Written out because Float16Array is missing in Chrome before 135, Safari before 18.2 and Node before 24;
// where it exists it holds the same bits.

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** A number as the 16 bits of the nearest half float, ties to even; beyond 65520 infinity; NaN stays NaN. */
export function toHalfBits(value: number): number {
  // Rounding to float32 first can't turn a non-tie into a tie here only because inputs are float32 already.
  scratch[0] = value;
  const bits = scratchBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200 | (mantissa >>> 13));
  const halfExponent = exponent - 112;
  if (halfExponent >= 31) return sign | 0x7c00;
  if (halfExponent > 0) {
    // A carry out of the mantissa runs into the exponent, up to infinity: that is the rounding wanted.
    return sign | (((halfExponent << 10) | (mantissa >>> 13)) + roundUp(mantissa, 13));
  }
  if (halfExponent < -10) return sign;
  const full = mantissa | 0x800000;
  const shift = 14 - halfExponent;
  return sign | ((full >>> shift) + roundUp(full, shift));
}

/** 1 when dropping the low `shift` bits rounds up (nearest, ties to even), else 0. */
function roundUp(value: number, shift: number): 0 | 1 {
  const half = 2 ** (shift - 1);
  const dropped = value & (2 * half - 1);
  return dropped > half || (dropped === half && ((value >>> shift) & 1) === 1) ? 1 : 0;
}

/** The number that 16 bits of a half float stand for. */
export function fromHalfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** Float32 values as half-float bits. */
export function encodeHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = toHalfBits(values[i] ?? 0);
  return bits;
}

/** Every pattern's number, made on first use: 256 KB, and ten times faster than working each out. */
let numbers: Float32Array | undefined;

function allNumbers(): Float32Array {
  const made = new Float32Array(65536);
  for (let bits = 0; bits < made.length; bits++) made[bits] = fromHalfBits(bits);
  return made;
}

/** Half floats as float32 values; takes a Uint16Array of bits as well as a Float16Array. */
export function decodeHalf(halves: ArrayBufferView): Float32Array<ArrayBuffer> {
  numbers ??= allNumbers();
  const bits = new Uint16Array(halves.buffer, halves.byteOffset, halves.byteLength / 2);
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = numbers[bits[i] ?? 0] ?? 0;
  return values;
}
