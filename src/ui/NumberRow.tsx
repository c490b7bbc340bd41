import { Slider } from '@base-ui/react/slider';
import { useId } from 'react';
import { NumberInput, type NumberInputProps } from './NumberInput';
import styles from './NumberRow.module.css';

interface NumberRowProps extends NumberInputProps {
  /** Of the slider, where it differs from the field's. */
  sliderStep?: number;
}

/** A label, a slider and a field for one number. The field carries the name; the slider's adds "slider" to it. */
export function NumberRow({ sliderStep, ...props }: NumberRowProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      <Slider.Root
        value={props.value}
        min={props.min}
        max={props.max}
        step={sliderStep ?? props.step ?? 1}
        disabled={props.disabled}
        thumbAlignment="center"
        onValueChange={(value) => props.onCommit(value)}
      >
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.track}>
            <Slider.Indicator className={styles.indicator} />
            <Slider.Thumb className={styles.thumb} aria-label={`${props.label} slider`} />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <NumberInput {...props} id={id} />
    </div>
  );
}
