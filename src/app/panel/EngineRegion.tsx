import type { EngineState } from '../../engine/engine';
import type { EngineInfo } from '../../protocol/messages';
import { backendName, useEngine } from '../../engineState/engine';
import { useHandle } from './useHandle';
import styles from './SettingsPanel.module.css';

/** What really runs: backend, adapter, precision. */
export function EngineRegion() {
  const state = useEngine((store) => store.state);
  return (
    <section aria-label="Engine" className={styles.engine} ref={useHandle('engine')} tabIndex={-1}>
      <span className={styles.light} data-status={state.status} />
      <EngineFacts state={state} />
    </section>
  );
}

function EngineFacts({ state }: { state: EngineState }) {
  if (state.status === 'starting') return <strong>Starting</strong>;
  if (state.status === 'failed') {
    return (
      <>
        <strong>{state.message}</strong>
        <p className={`${styles.hint} ${styles.facts}`}>{state.hint}</p>
      </>
    );
  }
  const { info } = state;
  return (
    <>
      <strong>{backendName(info)}</strong>
      <p className={`${styles.hint} ${styles.facts}`}>{adapterFacts(info)}</p>
      {info.note && <p className={`${styles.hint} ${styles.facts}`}>{info.note}</p>}
    </>
  );
}

function adapterFacts(info: EngineInfo): string {
  const threads = info.backend === 'wasm' && `${info.threads} ${info.threads === 1 ? 'thread' : 'threads'}`;
  const software = info.software && info.backend === 'webgpu' && 'software, slow';
  return [info.adapter, threads, software, info.precision].filter(Boolean).join(', ');
}
