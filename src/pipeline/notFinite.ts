import { allFinite } from '../diffusion/finite';
import { notFinite } from '../protocol/errors';

/** Throws `not-finite` when a value is NaN or infinite; `where` is for the report. */
export function checkFinite(values: Float32Array, where: string): void {
  if (!allFinite(values)) throw notFinite(where);
}
