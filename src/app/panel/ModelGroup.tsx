import { useModel } from '../../engineState/model';
import { STARTER } from '../../protocol/starter';
import { SelectRow } from '../../ui/SelectRow';
import { BackendRow } from '../BackendRow';
import { Group } from './Group';
import { RenewalRow } from './RenewalRow';
import { useHandle } from './useHandle';
import styles from './SettingsPanel.module.css';

export function ModelGroup() {
  const card = useModel((state) => state.card);
  return (
    <Group title="Model">
      <div ref={useHandle('model')}>
        <SelectRow
          label="Model"
          value={card?.id ?? STARTER.id}
          choices={[{ value: card?.id ?? STARTER.id, label: card?.name ?? STARTER.name }]}
          onChange={() => undefined}
        />
      </div>
      {card && <p className={`${styles.hint} ${styles.about}`}>{card.description}</p>}
      <RenewalRow />
      <BackendRow label="Backend" hintClass={styles.hint} />
    </Group>
  );
}
