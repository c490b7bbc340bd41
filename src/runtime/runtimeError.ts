import { deviceLost, internalError, outOfMemory, OutpaneError } from '../protocol/errors';

/** Texts that onnxruntime, WebAssembly and WebGPU use when memory ran out; the last is a bare C++ exception number. */
const memoryTexts =
  /failed to allocate|bad_alloc|out of memory|memory access out of bounds|OUT_OF_DEVICE_MEMORY|^\d+$/i;
const lossTexts =
  /\b(is|was) lost\b|lost device|device lost|DEVICE_LOST|device.*destroyed|external Instance reference/i;

/** What onnxruntime threw, as an error with a code a person can act on. */
export function toRuntimeError(thrown: unknown, doing: string): OutpaneError {
  if (thrown instanceof OutpaneError) return thrown;
  const cause = `${doing}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (lossTexts.test(text)) return deviceLost(cause);
  if (memoryTexts.test(text)) return outOfMemory(cause);
  return internalError(
    'The engine could not do its work.',
    'Your pictures and settings are safe. Try again; if it happens again, reload the page.',
    cause,
  );
}
