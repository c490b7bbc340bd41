import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { deleteEverything } from '../../exchange/deleteEverything';
import { toOutpaneError } from '../../protocol/errors';
import { countPictures } from '../../library/gallery';
import { useResults } from '../../library/results';
import { Button } from '../../ui/Button';
import styles from './DeleteDialog.module.css';

/** What has to be typed, so that no slip deletes everything. */
const WORD = 'delete';

/** The second step before everything is gone. */
export default function DeleteDialog({ onClose }: { onClose: () => void }) {
  const pictures = useResults((state) => state.pictures.length);
  const [typed, setTyped] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<{ message: string; hint: string } | null>(null);
  const sure = typed.trim().toLowerCase() === WORD;

  const run = async () => {
    setWorking(true);
    setProblem(null);
    try {
      await deleteEverything();
    } catch (thrown) {
      setProblem(toOutpaneError(thrown));
      setWorking(false);
    }
  };

  return (
    <AlertDialog.Root defaultOpen onOpenChangeComplete={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={styles.backdrop} />
        <AlertDialog.Popup className={styles.dialog}>
          <AlertDialog.Title className={styles.title}>Delete all data?</AlertDialog.Title>
          <AlertDialog.Description className={styles.text}>
            {countPictures(pictures)}, what is on the canvas, all settings, presets and styles, and the model’s files
            are deleted from this browser. This can’t be undone. To open Outpane again you need the network once.
          </AlertDialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (sure && !working) void run();
            }}
          >
            <label className={styles.label}>
              Type “{WORD}” to confirm
              <input
                className={styles.field}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </label>
            {problem && (
              <p role="alert" className={styles.problem}>
                {problem.message} {problem.hint}
              </p>
            )}
            <div className={styles.buttons}>
              <AlertDialog.Close render={<Button look="soft">Keep everything</Button>} />
              <Button type="submit" className={styles.delete} disabled={!sure || working}>
                {working ? 'Deleting' : 'Delete everything'}
              </Button>
            </div>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
