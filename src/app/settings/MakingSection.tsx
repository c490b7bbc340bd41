import { useState } from 'react';
import { notifyPermission } from '../../platform/notify';
import { setNotifications, useBackground } from '../../settings/background';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import { STARTER } from '../../protocol/starter';
import { SelectRow } from '../../ui/SelectRow';
import { SwitchRow } from '../../ui/SwitchRow';
import { BackendRow } from '../BackendRow';
import { Section } from './Section';
import styles from './settings.module.css';

/** With what pictures are made, and what is seen and said meanwhile. */
export function MakingSection() {
  const card = useModel((state) => state.card);
  const { previews, set } = useSettings();
  const id = card?.id ?? STARTER.id;
  return (
    <Section title="Making pictures">
      <SelectRow
        label="Default model"
        value={id}
        choices={[{ value: id, label: card?.name ?? STARTER.name, note: card?.description }]}
        onChange={() => undefined}
      />
      <BackendRow label="Default backend" hintClass={styles.soft} />
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
