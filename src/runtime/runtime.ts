import type { EngineInfo } from '../protocol/messages';
import type { DeviceLoss } from './deviceLoss';

/** Numbers of any graph as float32; the runtime converts from and to what the graph itself computes with. */
export interface FloatTensor {
  data: Float32Array<ArrayBuffer>;
  dims: readonly number[];
}

/** What a graph says about one of its inputs or outputs. A dimension that is free has a name instead of a number. */
export interface TensorInfo {
  /** onnxruntime's name: float32, float16, int64, ... */
  dtype: string;
  shape: readonly (number | string)[];
}

/** Weights that lie beside a graph. `location` is spelled as in the graph. */
export interface ExternalData {
  location: string;
  data: Blob | Uint8Array<ArrayBuffer>;
}

/** One loaded graph. */
export interface Session {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly outputs: Readonly<Record<string, TensorInfo>>;
  /**
   * Feeds and results by the graph's own names; only the outputs named are fetched from the device. A missing or unknown name is an
   * `internal` OutpaneError.
   */
  run<K extends string>(
    feeds: Readonly<Record<string, FloatTensor>>,
    outputs: readonly K[],
  ): Promise<Record<K, FloatTensor>>;
  /** Gives the memory back; a second call does nothing. */
  release(): Promise<void>;
}

/** onnxruntime as it was opened: one of these per worker. Creating, running and releasing happen one at a time, in call order. */
export interface Runtime {
  readonly info: EngineInfo;
  createSession(graph: Uint8Array<ArrayBuffer>, externalData?: readonly ExternalData[]): Promise<Session>;
  /** News of the GPU device's loss; on WebAssembly there never are any. */
  readonly loss: DeviceLoss;
  /** Releases every session and the device. */
  dispose(): Promise<void>;
}
