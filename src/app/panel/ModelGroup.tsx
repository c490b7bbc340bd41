import { switchBackend } from '../../engineState/backend';
import { useEngine } from '../../engineState/engine';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import { SelectRow } from '../../ui/SelectRow';
import { Group } from './Group';
import { RenewalRow } from './RenewalRow';
import { useHandle } from './useHandle';
import styles from './SettingsPanel.module.css';

const BACKENDS = [
  { value: 'auto', label: 'Automatic', note: 'WebGPU where there is a GPU' },
  { value: 'webgpu', label: 'WebGPU', note: 'Runs on the GPU' },
  { value: 'wasm', label: 'WebAssembly', note: 'Runs on the CPU' },
] as const;

export function ModelGroup() {
  const card = useModel((state) => state.card);
  const backend = useSettings((state) => state.backend);
  const override = useEngine((state) => state.override);
  return (
    <Group title="Model">
      <div ref={useHandle('model')}>
        <SelectRow
          label="Model"
          value={card?.id ?? 'starter'}
          choices={[{ value: card?.id ?? 'starter', label: card?.name ?? 'Starter' }]}
          onChange={() => undefined}
        />
      </div>
      {card && <p className={`${styles.hint} ${styles.about}`}>{card.description}</p>}
      <RenewalRow />
      <SelectRow
        label="Backend"
        value={override ?? backend}
        choices={BACKENDS}
        disabled={override !== null}
        onChange={(choice) => void switchBackend(choice)}
      />
      {override && <p className={styles.hint}>Set by this page’s address (?backend={override}).</p>}
    </Group>
  );
}
