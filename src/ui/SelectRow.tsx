import { Select } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import styles from './SelectRow.module.css';

export interface Choice<T extends string> {
  value: T;
  label: string;
  note?: string;
  disabled?: boolean;
}

interface SelectRowProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  disabled?: boolean;
  onChange: (value: T) => void;
}

/** A label and a list to choose one thing from. */
export function SelectRow<T extends string>({ label, value, choices, disabled, onChange }: SelectRowProps<T>) {
  return (
    <Select.Root
      items={choices}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <div className={styles.row}>
        <Select.Label className={styles.label}>{label}</Select.Label>
        <Select.Trigger className={styles.trigger} aria-label={label}>
          <Select.Value className={styles.value} />
          <Select.Icon className={styles.icon}>
            <ChevronsUpDown size={14} aria-hidden />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner
          className={styles.positioner}
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
        >
          <Select.Popup className={styles.popup}>
            <Select.List>
              {choices.map((choice) => (
                <Select.Item
                  key={choice.value}
                  value={choice.value}
                  disabled={choice.disabled}
                  label={choice.label}
                  className={styles.item}
                >
                  <Select.ItemIndicator className={styles.tick}>
                    <Check size={14} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className={styles.text}>{choice.label}</Select.ItemText>
                  {choice.note && <span className={styles.note}>{choice.note}</span>}
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
