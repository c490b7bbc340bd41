import { useState, type KeyboardEvent } from 'react';
import { isComposing } from '../platform/keys';
import { parseNumber, stepNumber } from './parseNumber';
import styles from './NumberInput.module.css';

export interface NumberInputProps {
  id?: string;
  /** The accessible name. */
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  disabled?: boolean;
  describedBy?: string;
  /** Called with a number within min..max when the person has finished typing, and at every arrow key. */
  onCommit: (value: number) => void;
}

/** How many steps a page key takes. */
const PAGE = 5;

/**
 * A number that can be typed and stepped with the arrow keys; whole numbers up to 2^53 - 1 are kept exactly. Not the browser's
 * own number input: that one changes under the wheel, and with it the language decides whether a point may be typed.
 */
export function NumberInput(props: NumberInputProps) {
  const { id, label, value, min, max, step = 1, disabled, describedBy, onCommit } = props;
  // What is being typed, which need not be a number yet; null while nobody types.
  const [draft, setDraft] = useState<string | null>(null);

  const finish = () => {
    const typed = draft === null ? null : parseNumber(draft);
    setDraft(null);
    if (typed !== null) onCommit(Math.min(max, Math.max(min, typed)));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      const from = (draft === null ? null : parseNumber(draft)) ?? value;
      setDraft(null);
      onCommit(stepNumber(from, steps * step, min, max));
    } else if (event.key === 'Enter') finish();
    else if (event.key === 'Escape' && draft !== null) {
      event.preventDefault();
      setDraft(null);
    }
  };

  return (
    <input
      id={id}
      type="text"
      role="spinbutton"
      inputMode={Number.isInteger(step) ? 'numeric' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      className={styles.input}
      value={draft ?? String(value)}
      disabled={disabled}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-describedby={describedBy}
      onChange={(event) => setDraft(event.target.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}
