import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useId, useState, type KeyboardEvent } from 'react';
import { part } from '../platform/part';
import styles from './SelectRow.module.css';
import type { Choice } from './choice';

const load = part(() => import('./SelectPopup'));
const SelectPopup = lazy(load);

interface SelectRowProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  disabled?: boolean;
  onChange: (value: T) => void;
}

/**
 * A label and a list to choose one thing from. What is chosen is there at once; the list's own code, which is large, comes when
 * the pointer or the focus nears it.
 */
export function SelectRow<T extends string>({ label, value, choices, disabled, onChange }: SelectRowProps<T>) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [trigger, setTrigger] = useState<HTMLButtonElement | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <button
        ref={setTrigger}
        id={id}
        type="button"
        role="combobox"
        className={styles.trigger}
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={open}
        // The list has the focus while it is open; there is nothing to point to before.
        aria-controls={open ? `${id}-list` : undefined}
        disabled={disabled}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
      >
        <span className={styles.value}>{choices.find((choice) => choice.value === value)?.label ?? value}</span>
        <ChevronsUpDown className={styles.icon} size={14} aria-hidden />
      </button>
      {open && trigger && (
        <Suspense>
          <SelectPopup
            id={`${id}-list`}
            label={label}
            anchor={trigger}
            value={value}
            choices={choices}
            onChange={(next) => {
              // What the list gives back is one of its own choices.
              const chosen = choices.find((choice) => choice.value === next);
              if (chosen) onChange(chosen.value);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
