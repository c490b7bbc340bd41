import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'quiet' | 'soft' | 'accent';
}

export function Button({ look = 'quiet', className = '', type = 'button', ...props }: ButtonProps) {
  return <button {...props} type={type} className={`${styles.button} ${styles[look]} ${className}`} />;
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name, and the words of the tip where `tip` gives no others. */
  label: string;
  tip?: string;
  /** Shown in the tip after the words: "D". */
  shortcut?: string;
  children: ReactNode;
}

/** A button that shows an icon only; its name appears as a tip (Tips.tsx reads data-tip). */
export function IconButton({ label, tip = label, shortcut, className = '', ...props }: IconButtonProps) {
  return (
    <button
      {...props}
      type="button"
      aria-label={label}
      data-tip={tip}
      data-tip-shortcut={shortcut}
      className={`${styles.button} ${styles.quiet} ${styles.icon} ${className}`}
    />
  );
}
