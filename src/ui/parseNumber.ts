/** The number a person has typed; a comma is a decimal point, too. Null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** One step up or down within min..max, without the dust of binary fractions; whole steps keep whole numbers exact. */
export function stepNumber(value: number, by: number, min: number, max: number): number {
  const next = value + by;
  return Math.min(max, Math.max(min, Number.isInteger(by) ? next : Math.round(next * 100) / 100));
}
