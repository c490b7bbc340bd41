import { useEffect, useState } from 'react';
import { freeStorageBytes } from '../../platform/storageQuota';
import { byteText } from '../../protocol/byteText';
import { toOutpaneError } from '../../protocol/errors';
import { useLayout } from '../../shell/layout';
import { notify } from '../../shell/notices';
import { reportProblem } from '../../shell/problem';
import { deleteUnloved, useResults } from '../../library/results';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './StorageDialog.module.css';

/** What takes room, and a way to make some. */
export default function StorageDialog() {
  const set = useLayout((state) => state.set);
  const pictures = useResults((state) => state.pictures);
  const [free, setFree] = useState<number | null>(null);
  const close = () => set({ dialog: null });
  const unloved = pictures.filter((meta) => !meta.favourite);
  const bytes = unloved.reduce((sum, meta) => sum + meta.bytes, 0);

  useEffect(() => {
    void freeStorageBytes().then(setFree);
  }, []);

  const clear = async () => {
    try {
      notify(`${byteText(await deleteUnloved())} freed.`);
    } catch (thrown) {
      reportProblem('storage', toOutpaneError(thrown));
    }
    close();
  };

  return (
    <Dialog title="Free storage" onClose={close}>
      <p className={styles.text}>
        {pictures.length === 1 ? '1 picture is' : `${pictures.length} pictures are`} kept here
        {free !== null && `, and the browser grants ${byteText(free)} more`}. Favourites are not touched.
      </p>
      <div className={styles.buttons}>
        {unloved.length > 0 && (
          <Button look="accent" onClick={() => void clear()}>
            Delete {unloved.length === 1 ? '1 picture' : `${unloved.length} pictures`} ({byteText(bytes)})
          </Button>
        )}
        <Button look="soft" onClick={close}>
          Keep all
        </Button>
      </div>
    </Dialog>
  );
}
