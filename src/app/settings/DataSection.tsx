import { lazy, Suspense, useRef, useState } from 'react';
import { backUp, restore } from '../../actions/transfer';
import { Button } from '../../ui/Button';
import { TransferBar } from '../gallery/TransferBar';
import { Section } from './Section';
import styles from './settings.module.css';

const DeleteDialog = lazy(() => import('./DeleteDialog'));

/** Everything that is kept here: into one file, back from it, or away. */
export function DataSection() {
  const [deleting, setDeleting] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <Section title="Your data">
      <p className={styles.soft}>
        Everything is kept in this browser, and nothing leaves this machine. A backup has all but the model’s files.
      </p>
      <TransferBar />
      <div className={styles.buttons}>
        <Button look="soft" onClick={() => void backUp()}>
          Back up everything
        </Button>
        <Button look="soft" onClick={() => chooser.current?.click()}>
          Restore a backup
        </Button>
        <Button look="soft" className={styles.danger} onClick={() => setDeleting(true)}>
          Delete all data
        </Button>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".zip"
        aria-label="Backup file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void restore(file);
        }}
      />
      <Suspense>{deleting && <DeleteDialog onClose={() => setDeleting(false)} />}</Suspense>
    </Section>
  );
}
