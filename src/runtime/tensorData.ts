import type { Tensor } from 'onnxruntime-web';
import { internalError, type OutpaneError } from '../protocol/errors';
import { decodeHalf, encodeHalf } from './halfFloat';

type Float16ArrayConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

/** onnxruntime takes a Float16Array where the engine has one, else the bits in a Uint16Array. */
function nativeFloat16Array(): Float16ArrayConstructor | undefined {
  return (globalThis as { Float16Array?: Float16ArrayConstructor }).Float16Array;
}

/**
 * Float32 numbers as the typed array onnxruntime wants for `dtype`. Whole-number types round to nearest; bool is "not 0".
 * Throws `internal` for a type no diffusion graph uses (string, complex).
 */
export function encodeTensorData(
  values: Float32Array<ArrayBuffer>,
  dtype: string,
  Float16 = nativeFloat16Array(),
): ArrayBufferView<ArrayBufferLike> {
  switch (dtype) {
    case 'float32':
      return values;
    case 'float16': {
      const bits = encodeHalf(values);
      return Float16 ? new Float16(bits.buffer) : bits;
    }
    case 'float64':
      return Float64Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, (value) => BigInt(Math.round(value)));
    case 'uint64':
      return BigUint64Array.from(values, (value) => BigInt(Math.round(value)));
    case 'int32':
      return Int32Array.from(values, Math.round);
    case 'uint32':
      return Uint32Array.from(values, Math.round);
    case 'int16':
      return Int16Array.from(values, Math.round);
    case 'uint16':
      return Uint16Array.from(values, Math.round);
    case 'int8':
      return Int8Array.from(values, Math.round);
    case 'uint8':
      return Uint8Array.from(values, Math.round);
    case 'bool':
      return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
    default:
      throw unsupported(dtype);
  }
}

/** The numbers of a tensor on the CPU as float32. */
export function decodeTensorData(data: Tensor.DataType, dtype: string): Float32Array<ArrayBuffer> {
  if (Array.isArray(data)) throw unsupported(dtype);
  if (dtype === 'float16') return decodeHalf(data);
  // A copy: onnxruntime's memory may be used again by the next run.
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  return Float32Array.from(data);
}

function unsupported(dtype: string): OutpaneError {
  return internalError(
    'This model uses a kind of number that Outpane can’t handle.',
    'Nothing is lost. Choose another model.',
    `tensor type ${dtype}`,
  );
}
