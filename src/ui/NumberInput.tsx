import { NumberField } from '@base-ui/react/number-field';
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
  /** Called with a whole or decimal number within min..max, when the person has finished typing and at every arrow key. */
  onCommit: (value: number) => void;
}

// Digits and a point in every language: a seed must read the same everywhere, and no grouping must hide in it.
const PLAIN = { useGrouping: false, maximumFractionDigits: 2 };

/** A number that can be typed and stepped with the arrow keys; whole numbers up to 2^53 - 1 are kept exactly. */
export function NumberInput(props: NumberInputProps) {
  const { value, min, max, step = 1 } = props;
  return (
    <NumberField.Root
      id={props.id}
      value={value}
      min={min}
      max={max}
      step={step}
      smallStep={step}
      largeStep={step * 5}
      locale="en-US"
      format={PLAIN}
      disabled={props.disabled}
      onValueCommitted={(next) => {
        if (next !== null) props.onCommit(Math.min(max, Math.max(min, next)));
      }}
    >
      <NumberField.Input
        role="spinbutton"
        aria-roledescription={undefined}
        aria-label={props.label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-describedby={props.describedBy}
        className={styles.input}
        onFocus={(event) => event.currentTarget.select()}
      />
    </NumberField.Root>
  );
}
