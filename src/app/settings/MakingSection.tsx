import { useState } from 'react';
import { notifyPermission } from '../../platform/notify';
import { switchBackend } from '../../engineState/backend';
import { setNotifications, useBackground } from '../../settings/background';
import { useEngine } from '../../engineState/engine';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import { SelectRow } from '../../ui/SelectRow';
import { SwitchRow } from '../../ui/SwitchRow';
import { Section } from './Section';
import styles from './settings.module.css';

const BACKENDS = [
  { value: 'auto', label: 'Automatic', note: 'WebGPU where there is a GPU' },
  { value: 'webgpu', label: 'WebGPU', note: 'Runs on the GPU' },
  { value: 'wasm', label: 'WebAssembly', note: 'Runs on the CPU' },
] as const;

/** With what pictures are made, and what is seen and said meanwhile. */
export function MakingSection() {
  const card = useModel((state) => state.card);
  const override = useEngine((state) => state.override);
  const { backend, previews, set } = useSettings();
  const id = card?.id ?? 'starter';
  return (
    <Section title="Making pictures">
      <SelectRow
        label="Default model"
        value={id}
        choices={[{ value: id, label: card?.name ?? 'Starter', note: card?.description }]}
        onChange={() => undefined}
      />
      <SelectRow
        label="Default backend"
        value={override ?? backend}
        choices={BACKENDS}
        disabled={override !== null}
        onChange={(choice) => void switchBackend(choice)}
      />
      {override && <p className={styles.soft}>Set by this page’s address (?backend={override}).</p>}
      <SwitchRow label="Show previews" checked={previews} onChange={(on) => set({ previews: on })} />
      <Notifications />
    </Section>
  );
}

function Notifications() {
  const on = useBackground((state) => state.notifications);
  const [permission, setPermission] = useState(notifyPermission);
  if (permission === 'unsupported') return null;
  return (
    <>
      <SwitchRow
        label="Notify when a long job ends"
        checked={on && permission === 'granted'}
        disabled={permission === 'denied'}
        onChange={(wanted) => void setNotifications(wanted).then(() => setPermission(notifyPermission()))}
      />
      {permission === 'denied' && (
        <p className={styles.soft}>The browser blocks notifications of this page; its site settings can allow them.</p>
      )}
    </>
  );
}
