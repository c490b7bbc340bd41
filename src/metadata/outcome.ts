/** The answer of everything here that reads foreign bytes: a value, or one sentence that says why there is none. Nothing throws. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; reason: string };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failure(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
