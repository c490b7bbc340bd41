import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './SwitchRow.module.css';

interface SwitchRowProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

export function SwitchRow({ label, checked, disabled, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <Switch.Root
        id={id}
        nativeButton
        render={<button />}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className={styles.switch}
      >
        <Switch.Thumb className={styles.thumb} />
      </Switch.Root>
    </div>
  );
}
