import { Suspense, useEffect, useState } from 'react';
import { backUp, restoreChosen } from '../../exchange/archives';
import { persistStorage } from '../../platform/persistStorage';
import { isStoragePersisted } from '../../platform/storageQuota';
import { useLayout } from '../../shell/layout';
import { Button } from '../../ui/Button';
import { later } from '../../ui/later';
import { TransferBar } from '../gallery/TransferBar';
import { Section } from './Section';
import styles from './settings.module.css';

const DeleteDialog = later(() => import('./DeleteDialog'));

/** Everything that is kept here: into one file, back from it, or away. */
export function DataSection() {
  const [deleting, setDeleting] = useState(false);
  return (
    <Section title="Your data">
      <p className={styles.soft}>
        Everything is kept in this browser, and nothing leaves this machine. A backup has all but the model’s files.
      </p>
      <Persistence />
      <TransferBar />
      <div className={styles.buttons}>
        <Button look="soft" onClick={() => void backUp()}>
          Back up everything
        </Button>
        <Button look="soft" onClick={restoreChosen}>
          Restore a backup
        </Button>
        <Button look="soft" onClick={() => useLayout.getState().set({ dialog: 'storage' })}>
          Free storage
        </Button>
        <Button look="soft" className={styles.danger} onClick={() => setDeleting(true)}>
          Delete all data
        </Button>
      </div>
      <Suspense>{deleting && <DeleteDialog onClose={() => setDeleting(false)} />}</Suspense>
    </Section>
  );
}

type Persistence = 'unknown' | 'may be cleared' | 'declined' | 'stays';

const PERSISTENCE_WORDS: Record<Exclude<Persistence, 'unknown'>, string> = {
  'may be cleared': 'When this device runs short of room, the browser may clear it.',
  declined:
    'The browser may still clear it when room runs short. It often agrees once the app is installed; a backup helps always.',
  stays: 'The browser keeps it until you delete it.',
};

/** Whether the browser may clear the data by itself, and the way to ask it not to. */
function Persistence() {
  const [state, setState] = useState<Persistence>('unknown');
  useEffect(() => {
    void isStoragePersisted().then((stays) => setState(stays ? 'stays' : 'may be cleared'));
  }, []);
  if (state === 'unknown') return null;
  return (
    <div className={styles.line}>
      <p className={styles.soft} role="status">
        {PERSISTENCE_WORDS[state]}
      </p>
      {state === 'may be cleared' && (
        <Button
          look="soft"
          onClick={() => void persistStorage().then((stays) => setState(stays ? 'stays' : 'declined'))}
        >
          Keep it
        </Button>
      )}
    </div>
  );
}
