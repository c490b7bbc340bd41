import { Dialog } from '@base-ui/react/dialog';
import type { KeyboardEvent, ReactNode } from 'react';
import { DialogHead } from '../../ui/DialogHead';
import styles from './FullWindow.module.css';

interface FullWindowProps {
  title: string;
  /** Beside the title. */
  note?: ReactNode;
  /** How the parts under the head share the window: a grid whose first row is the head. */
  className: string | undefined;
  onKeyDown?: (event: KeyboardEvent) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog as large as the window. Escape and the cross close it. */
export function FullWindow({ title, note, className, onKeyDown, onClose, children }: FullWindowProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className={`${styles.window} ${className}`} onKeyDown={onKeyDown}>
          <DialogHead title={title} styles={styles}>
            <span className={styles.note}>{note}</span>
          </DialogHead>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
