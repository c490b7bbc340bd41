/** onnxruntime builds, as `EngineInfo.build` names them; each has a .wasm file of its own. */
export type EngineBuild = 'jspi' | 'asyncify' | 'wasm';

/** Page -> service worker. */
export type ToServiceWorker =
  /** Only to the waiting one: become the active one now. */
  | { kind: 'activate' }
  /** Have these builds' .wasm files in the cache, and drop what no open page can need any more. */
  | { kind: 'keep-engine'; builds: EngineBuild[] };

export function isToServiceWorker(data: unknown): data is ToServiceWorker {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'activate') return true;
  return data.kind === 'keep-engine' && 'builds' in data && Array.isArray(data.builds);
}
