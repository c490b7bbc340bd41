import { Box, Lock, LockOpen, Proportions, SlidersHorizontal } from 'lucide-react';
import { toggleRandomSeedAction } from '../../actions/generateActions';
import { revealSetting } from '../../actions/viewActions';
import { useEditMode } from '../../jobs/editMode';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import styles from './Chips.module.css';

/** The settings at a glance. Each leads to its control; the lock works at once. */
export function Chips() {
  const { width, height, steps, seed, randomSeed } = useSettings();
  const mode = useEditMode();
  const model = useModel((state) => state.card?.name);
  const seedText = randomSeed ? 'Random seed' : `Seed ${seed}`;
  const Seal = randomSeed ? LockOpen : Lock;
  return (
    <div className={styles.chips}>
      {model && (
        <button
          type="button"
          className={`${styles.chip} ${styles.wide}`}
          data-tip="Choose the model"
          onClick={() => revealSetting('model')}
        >
          <Box size={14} aria-hidden />
          {model}
        </button>
      )}
      {/* An edit has a size of its own, which stands beside it on the stage. */}
      {mode === 'generate' && (
        <button type="button" className={styles.chip} data-tip="Change the size" onClick={() => revealSetting('size')}>
          <Proportions size={14} aria-hidden />
          {width} × {height}
        </button>
      )}
      <button
        type="button"
        className={`${styles.chip} ${styles.wide}`}
        data-tip="Change the steps"
        onClick={() => revealSetting('steps')}
      >
        <SlidersHorizontal size={14} aria-hidden />
        {steps} {steps === 1 ? 'step' : 'steps'}
      </button>
      <button
        type="button"
        className={styles.chip}
        aria-label={seedText}
        data-locked={!randomSeed || undefined}
        data-tip={randomSeed ? 'Each picture gets a new seed. Lock this one' : 'The seed is locked. Unlock'}
        onClick={() => void toggleRandomSeedAction.run()}
      >
        <Seal size={14} aria-hidden />
        <span className={`${styles.seed} ${randomSeed ? styles.wide : ''}`}>{seedText}</span>
      </button>
    </div>
  );
}
