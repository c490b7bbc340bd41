import { OutpaneError } from '../protocol/errors';

/** Texts that onnxruntime, WebAssembly and WebGPU use when memory ran out; the last is a bare C++ exception number. */
const outOfMemory =
  /failed to allocate|bad_alloc|out of memory|memory access out of bounds|OUT_OF_DEVICE_MEMORY|^\d+$/i;
const deviceLost =
  /\b(is|was) lost\b|lost device|device lost|DEVICE_LOST|device.*destroyed|external Instance reference/i;

/** What onnxruntime threw, as an error with a code a person can act on. */
export function toRuntimeError(thrown: unknown, doing: string): OutpaneError {
  if (thrown instanceof OutpaneError) return thrown;
  const cause = `${doing}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (deviceLost.test(text)) {
    return new OutpaneError({
      code: 'device-lost',
      message: 'The graphics processor stopped answering.',
      hint: 'Your pictures and settings are safe. Try again; if it happens again, choose WebAssembly as the engine.',
      cause,
    });
  }
  if (outOfMemory.test(text)) {
    return new OutpaneError({
      code: 'out-of-memory',
      message: 'There is not enough memory for this.',
      hint: 'Your pictures and settings are safe. Close other tabs, or choose a smaller size.',
      cause,
    });
  }
  return new OutpaneError({
    code: 'internal',
    message: 'The engine could not do its work.',
    hint: 'Your pictures and settings are safe. Try again; if it happens again, reload the page.',
    cause,
  });
}
