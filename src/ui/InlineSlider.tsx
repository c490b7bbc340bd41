import type { CSSProperties } from 'react';
import rows from './NumberRow.module.css';
import styles from './InlineSlider.module.css';

interface InlineSliderProps {
  label: string;
  /** Its label stands in front of it already. */
  labelled?: boolean;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** The number as it is shown: "48 px". */
  text: string;
  onChange: (value: number) => void;
}

/** A label, a short slider and what it says, in one line of a bar. */
export function InlineSlider({ label, labelled, value, min, max, step = 1, text, onChange }: InlineSliderProps) {
  const done = (value - min) / (max - min);
  return (
    <label className={styles.row}>
      {!labelled && <span>{label}</span>}
      <input
        type="range"
        className={`${rows.slider} ${styles.slider}`}
        style={{ '--done': done } as CSSProperties}
        aria-label={label}
        aria-valuetext={text}
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <span className={styles.text}>{text}</span>
    </label>
  );
}
