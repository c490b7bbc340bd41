import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { DialogHead } from './DialogHead';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  /** `sheet`: from the bottom of a phone's screen. */
  look?: 'dialog' | 'sheet';
  /** What has the focus first; else the cross. */
  initialFocus?: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
}

/** An open dialog with the focus in it; Escape, the cross and a click beside it close it. */
export function Dialog({ title, look = 'dialog', initialFocus, onClose, children }: DialogProps) {
  return (
    <Base.Root defaultOpen onOpenChangeComplete={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles[look]} initialFocus={initialFocus}>
          <DialogHead title={title} styles={styles} />
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
