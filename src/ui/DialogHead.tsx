import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './Button';

interface DialogHeadProps {
  title: string;
  /** The classes of the row and of the title in it. */
  styles: { head?: string; title?: string };
  /** Between title and cross. */
  children?: ReactNode;
}

/** A dialog's title, and the cross that closes it. */
export function DialogHead({ title, styles, children }: DialogHeadProps) {
  return (
    <div className={styles.head}>
      <Dialog.Title className={styles.title}>{title}</Dialog.Title>
      {children}
      <Dialog.Close
        render={
          <IconButton label="Close">
            <X size={16} aria-hidden />
          </IconButton>
        }
      />
    </div>
  );
}
