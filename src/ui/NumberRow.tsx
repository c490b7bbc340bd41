import { useId, type CSSProperties } from 'react';
import { NumberInput, type NumberInputProps } from './NumberInput';
import styles from './NumberRow.module.css';

interface NumberRowProps extends NumberInputProps {
  /** Of the slider, where it differs from the field's. */
  sliderStep?: number;
}

/** A label, a slider and a field for one number. The field carries the name; the slider's adds "slider" to it. */
export function NumberRow({ sliderStep, ...props }: NumberRowProps) {
  const id = useId();
  const { label, value, min, max, step = 1, disabled, onCommit } = props;
  const done = (value - min) / (max - min);
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input
        type="range"
        className={styles.slider}
        style={{ '--done': done } as CSSProperties}
        aria-label={`${label} slider`}
        value={value}
        min={min}
        max={max}
        step={sliderStep ?? step}
        disabled={disabled}
        onChange={(event) => onCommit(event.target.valueAsNumber)}
      />
      <NumberInput {...props} id={id} />
    </div>
  );
}
