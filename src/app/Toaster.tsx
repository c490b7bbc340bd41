import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { useLayout } from '../shell/layout';
import { takeNotices, useNotices, type Notice } from '../shell/notices';
import styles from './Toaster.module.css';

/** A notice with a way back stays longer. */
const SHORT = 4000;
const LONG = 8000;

export default function Toaster() {
  const theme = useLayout((state) => state.theme);
  const waiting = useNotices((state) => state.waiting);
  useEffect(() => {
    takeNotices().forEach(show);
  }, [waiting]);
  return (
    <Sonner
      theme={theme}
      position="top-center"
      offset={4}
      mobileOffset={4}
      visibleToasts={1}
      containerAriaLabel="Notices"
      toastOptions={{
        unstyled: true,
        classNames: { toast: styles.toast, actionButton: styles.undo, title: styles.title },
      }}
    />
  );
}

function show({ id, message, undo, onGone }: Notice): void {
  let undone = false;
  const gone = () => {
    if (!undone) onGone?.();
  };
  toast(message, {
    id,
    duration: undo ? LONG : SHORT,
    onAutoClose: gone,
    onDismiss: gone,
    action: undo && {
      label: 'Undo',
      onClick: () => {
        undone = true;
        undo();
      },
    },
  });
}
