import { MAX_SEED } from './generationRequest';

/** What somebody means who writes a seed: a number (`note` says how it was changed), any at all, or nothing that can be one. */
export type SeedReading = { kind: 'seed'; seed: number; note: string | null } | { kind: 'any' } | { kind: 'none' };

/** Digits in groups, the last one of three ("1,234,567", "12,34,567", "1 234", "1'234", "1_234"), with one sign between all of them. */
const GROUPED = /^\d{1,3}([, '’_])(?:\d{2,3}\1)*\d{3}$/;
/** One point could be a decimal one: "1.234" is nobody's seed for sure. */
const POINTED = /^\d{1,3}(?:\.\d{3}){2,}$/;
const MAX_DIGITS = 40;
const NOTE = 'The seed is too large for Outpane; its lowest 32 bits are used, which give the same noise on a CPU.';

/**
 * The one rule for seeds, typed or out of a file: whole numbers from 0 up, -1 for any. Larger ones than a double holds exactly
 * keep their lowest 32 bits: that is all of a seed that the CPU's noise generator looks at.
 */
export function readSeed(written: string | number): SeedReading {
  const text = String(written).normalize('NFKC').replace('\u2212', '-').trim().replace(/\s/g, ' ');
  if (text === '-1') return { kind: 'any' };
  const digits = withoutSigns(text);
  if (!/^\d+$/.test(digits) || digits.length > MAX_DIGITS) return { kind: 'none' };
  const whole = BigInt(digits);
  if (whole <= BigInt(MAX_SEED)) return { kind: 'seed', seed: Number(whole), note: null };
  return { kind: 'seed', seed: Number(BigInt.asUintN(32, whole)), note: NOTE };
}

function withoutSigns(text: string): string {
  if (GROUPED.test(text) || POINTED.test(text)) return text.replace(/\D/g, '');
  return text.replace(/^\+/, '').replace(/\.0$/, '');
}
