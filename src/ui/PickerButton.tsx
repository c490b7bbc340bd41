import { Select } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { popupLandmark } from './popupLandmark';
import styles from './PickerButton.module.css';
import list from './SelectPopup.module.css';

interface PickerButtonProps<T extends string> {
  /** The accessible name; the button itself shows what is chosen. */
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** A small list to choose one thing from, for bars, where there is no room for a label. */
export function PickerButton<T extends string>({ label, value, choices, onChange }: PickerButtonProps<T>) {
  return (
    <Select.Root
      items={choices}
      value={value}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Select.Trigger className={styles.trigger} aria-label={label}>
        <Select.Value className={styles.value} />
        <ChevronDown size={14} aria-hidden />
      </Select.Trigger>
      <Select.Portal {...popupLandmark(label)}>
        <Select.Positioner
          className={list.positioner}
          alignItemWithTrigger={false}
          sideOffset={4}
          align="end"
          collisionPadding={8}
        >
          <Select.Popup className={list.popup}>
            <Select.List>
              {choices.map((choice) => (
                <Select.Item key={choice.value} value={choice.value} label={choice.label} className={list.item}>
                  <Select.ItemIndicator className={list.tick}>
                    <Check size={14} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className={list.text}>{choice.label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
