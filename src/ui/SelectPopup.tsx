import { Select } from '@base-ui/react/select';
import { Check } from 'lucide-react';
import { popupLandmark } from './popupLandmark';
import type { Choice } from './choice';
import styles from './SelectPopup.module.css';

interface SelectPopupProps {
  id: string;
  label: string;
  anchor: HTMLElement;
  value: string;
  choices: readonly Choice<string>[];
  onChange: (value: string) => void;
  onClose: () => void;
}

/** The open list of a SelectRow. */
export default function SelectPopup({ id, label, anchor, value, choices, onChange, onClose }: SelectPopupProps) {
  return (
    <Select.Root
      defaultOpen
      items={choices}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      onOpenChangeComplete={(open) => !open && onClose()}
    >
      <Select.Portal {...popupLandmark(label)}>
        <Select.Positioner
          anchor={anchor}
          className={styles.positioner}
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
        >
          <Select.Popup className={styles.popup} finalFocus={() => anchor}>
            <Select.List id={id} aria-label={label}>
              {choices.map((choice) => (
                <Select.Item
                  key={choice.value}
                  value={choice.value}
                  disabled={choice.disabled}
                  label={choice.label}
                  className={styles.item}
                  aria-label={choice.label}
                  aria-describedby={choice.note ? `${id}-${choice.value}` : undefined}
                >
                  <Select.ItemIndicator className={styles.tick}>
                    <Check size={14} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className={styles.text}>{choice.label}</Select.ItemText>
                  {choice.note && (
                    <span id={`${id}-${choice.value}`} className={styles.note}>
                      {choice.note}
                    </span>
                  )}
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
