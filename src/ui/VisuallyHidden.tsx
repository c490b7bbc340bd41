import type { ComponentProps } from 'react';
import styles from './VisuallyHidden.module.css';

/** Said by a screen reader, not seen. */
export function VisuallyHidden(props: ComponentProps<'div'>) {
  return <div {...props} className={styles.hidden} />;
}
