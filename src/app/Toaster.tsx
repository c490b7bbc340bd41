import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { takeNotices, useNotices, type Notice } from '../shell/notices';
import styles from './Toaster.module.css';

/** Milliseconds. A notice with a way back stays longer. */
const SHORT = 4000;
const LONG = 8000;

export default function Toaster() {
  return (
    <Toast.Provider limit={1}>
      <Toasts />
    </Toast.Provider>
  );
}

function Toasts() {
  const waiting = useNotices((state) => state.waiting);
  const { toasts, add, close } = Toast.useToastManager();
  useEffect(() => {
    for (const notice of takeNotices()) show(notice, add, close);
  }, [waiting, add, close]);
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport} aria-label="Notices">
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            // A notice asks for nothing: it is no dialog.
            role="group"
            aria-modal={undefined}
            className={styles.toast}
            swipeDirection={['up', 'left', 'right']}
          >
            <Toast.Title className={styles.title} />
            <Toast.Action className={styles.undo} />
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

type Manager = ReturnType<typeof Toast.useToastManager>;

function show({ id, message, undo, onGone }: Notice, add: Manager['add'], close: Manager['close']): void {
  const key = String(id);
  let undone = false;
  const takeBack = () => {
    undone = true;
    undo?.();
    close(key);
  };
  add({
    id: key,
    title: message,
    timeout: undo ? LONG : SHORT,
    onClose: () => {
      if (!undone) onGone?.();
    },
    ...(undo && { actionProps: { children: 'Undo', onClick: takeBack } }),
  });
}
