import type { PopoverButtonProps } from './popoverButtonProps';
import styles from './CountedIcon.module.css';

/** A button's icon, with a small number on it where there is one to show. */
export function CountedIcon({ icon: Icon, count }: Pick<PopoverButtonProps, 'icon' | 'count'>) {
  return (
    <span className={styles.icon}>
      <Icon size={16} aria-hidden />
      {count !== undefined && (
        <span className={styles.count} aria-hidden>
          {count}
        </span>
      )}
    </span>
  );
}
