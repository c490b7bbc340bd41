/** CIE L*a*b* (D65, 2 degrees) of sRGB, as CIE 15 and IEC 61966-2-1 define them. */
const WHITE = [0.95047, 1, 1.08883] as const;
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

const TO_LINEAR = Float64Array.from({ length: 256 }, (_, v) => {
  const s = v / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

const f = (t: number): number => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
const fInverse = (t: number): number => {
  const cube = t * t * t;
  return cube > EPSILON ? cube : (116 * t - 16) / KAPPA;
};
const toByte = (linear: number): number =>
  255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);

/** L 0..100, a and b about -128..127, of bytes 0..255; written into `out`. */
export function rgbToLab(red: number, green: number, blue: number, out: Float64Array): void {
  const r = TO_LINEAR[red] ?? 0;
  const g = TO_LINEAR[green] ?? 0;
  const b = TO_LINEAR[blue] ?? 0;
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = f((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  out[0] = 116 * y - 16;
  out[1] = 500 * (x - y);
  out[2] = 200 * (y - z);
}

/** Red, green and blue as 0..255 (not rounded, may lie outside when the colour does); written into `out`. */
export function labToRgb(l: number, a: number, b: number, out: Float64Array): void {
  const fy = (l + 16) / 116;
  const x = WHITE[0] * fInverse(fy + a / 500);
  const y = WHITE[1] * fInverse(fy);
  const z = WHITE[2] * fInverse(fy - b / 200);
  out[0] = toByte(Math.max(0, 3.2404542 * x - 1.5371385 * y - 0.4985314 * z));
  out[1] = toByte(Math.max(0, -0.969266 * x + 1.8760108 * y + 0.041556 * z));
  out[2] = toByte(Math.max(0, 0.0556434 * x - 0.2040259 * y + 1.0572252 * z));
}
