import { create } from 'zustand';
import type { Engine, EngineState } from '../engine/engine';
import type { BackendChoice, EngineInfo } from '../protocol/messages';
import { internalError } from '../protocol/errors';

interface EngineStore {
  state: EngineState;
  /** What the page's address asks for; it wins over the settings. */
  override: BackendChoice | null;
}

export const useEngine = create<EngineStore>(() => ({ state: { status: 'starting' }, override: null }));

let current: Engine | null = null;

/** Makes this the page's engine and follows its state. Returns the way to let go of it. */
export function connectEngine(engine: Engine, onNotice: (message: string) => void): () => void {
  current = engine;
  useEngine.setState({ state: engine.state });
  const stops = [engine.onState((state) => useEngine.setState({ state })), engine.onNotice(onNotice)];
  return () => {
    stops.forEach((stop) => stop());
    current = null;
  };
}

/** The page's engine. Throws `internal` before `connectEngine`. */
export function engine(): Engine {
  if (current) return current;
  throw internalError('The engine is not there yet.', 'Reload the page. Your pictures are safe.');
}

/** What runs now; null while it starts and where it can't. */
export function engineInfo(): EngineInfo | null {
  const { state } = useEngine.getState();
  return state.status === 'ready' ? state.info : null;
}

/** "WebGPU" or "WebAssembly". */
export const backendName = (info: Pick<EngineInfo, 'backend'>) =>
  info.backend === 'webgpu' ? 'WebGPU' : 'WebAssembly';

/** The backend that `?backend=` asks for; null when it names none. */
export function readBackendOverride(search: string): BackendChoice | null {
  const wanted = new URLSearchParams(search).get('backend');
  return wanted === 'webgpu' || wanted === 'wasm' || wanted === 'auto' ? wanted : null;
}
