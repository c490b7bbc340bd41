import { allFinite } from '../diffusion/finite';
import { OutpaneError } from '../protocol/errors';

/** Throws `not-finite` when a value is NaN or infinite; `where` is for the report. */
export function checkFinite(values: Float32Array, where: string): void {
  if (allFinite(values)) return;
  throw new OutpaneError({
    code: 'not-finite',
    message: 'The picture fell apart into numbers that aren’t numbers.',
    hint: 'Your pictures and settings are safe. Try another seed or a lower guidance scale, or choose WebAssembly as the engine.',
    cause: `NaN or infinity in ${where}`,
  });
}
