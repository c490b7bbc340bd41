import { useEffect, useState } from 'react';
import { freeStorage, measureStorage, type StorageKind, type StorageShare } from '../../library/freeStorage';
import { freeStorageBytes } from '../../platform/storageQuota';
import { byteText } from '../../protocol/byteText';
import { toOutpaneError } from '../../protocol/errors';
import { useLayout } from '../../shell/layout';
import { reportProblem } from '../../shell/problem';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './StorageDialog.module.css';

const WORDS: Record<StorageKind, string> = {
  old: 'Pictures made here more than a week ago',
  recent: 'Pictures made here in the last week',
  edited: 'Edited pictures, with their histories, but for the one on the table',
  imported: 'Pictures that came from elsewhere',
  models: 'Model files that are not used any more',
};

/** Chosen to begin with: what can be made or fetched again. */
const CHOSEN: readonly StorageKind[] = ['old', 'models'];

/** What takes room, and a choice of what to let go. */
export default function StorageDialog() {
  const set = useLayout((state) => state.set);
  const [shares, setShares] = useState<StorageShare[] | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<StorageKind>>(new Set(CHOSEN));
  const [free, setFree] = useState<number | null>(null);
  const close = () => set({ dialog: null });

  useEffect(() => {
    void freeStorageBytes().then(setFree);
    measureStorage()
      .then(setShares)
      .catch((thrown: unknown) => reportProblem('storage', toOutpaneError(thrown)));
  }, []);

  const wanted = (shares ?? []).filter(({ kind }) => chosen.has(kind));
  const toggle = (kind: StorageKind, on: boolean) =>
    setChosen(new Set(on ? [...chosen, kind] : [...chosen].filter((one) => one !== kind)));

  return (
    <Dialog title="Free storage" onClose={close}>
      <p className={styles.text}>
        {free !== null && `The browser grants ${byteText(free)} more. `}Favourites are not touched, nor is the picture
        on the table.
      </p>
      {shares?.length === 0 && <p className={styles.text}>There is nothing else to delete.</p>}
      <ul className={styles.kinds}>
        {shares?.map(({ kind, ids, bytes }) => (
          <li key={kind}>
            <label className={styles.kind}>
              <input
                type="checkbox"
                checked={chosen.has(kind)}
                onChange={(event) => toggle(kind, event.target.checked)}
              />
              <span className={styles.words}>{WORDS[kind]}</span>
              <span className={styles.size}>
                {ids.length > 0 && `${ids.length.toLocaleString()}, `}
                {byteText(bytes)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        {wanted.length > 0 && (
          <Button
            look="accent"
            onClick={() => {
              void freeStorage(wanted);
              close();
            }}
          >
            Delete {byteText(wanted.reduce((sum, { bytes }) => sum + bytes, 0))}
          </Button>
        )}
        <Button look="soft" onClick={close}>
          Keep all
        </Button>
      </div>
    </Dialog>
  );
}
