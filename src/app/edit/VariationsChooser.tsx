import { variationsAction } from '../../actions/editActions';
import { useEditChoice } from '../../jobs/editMode';
import { Button } from '../../ui/Button';
import { useAction } from '../useAction';
import { Strength } from './Strength';
import styles from './edit.module.css';

/** How far variations go from the picture's own noise, and the button that makes them. */
export function VariationsChooser({ close }: { close: () => void }) {
  const { strength, set } = useEditChoice();
  const { enabled, tip, run } = useAction(variationsAction);
  const make = () => {
    close();
    run();
  };
  return (
    <div className={styles.variations}>
      <Strength value={strength.variations} onChange={(variations) => set({ strength: { ...strength, variations } })} />
      {tip && <p className={styles.caption}>{tip}</p>}
      <Button look="accent" disabled={!enabled} onClick={make}>
        Make variations
      </Button>
    </div>
  );
}
