import { CloudOff, Download, RefreshCw } from 'lucide-react';
import { useStore } from 'zustand';
import { installAction } from '../../actions/installAction';
import { connectionStore } from '../../platform/connection';
import { installStore } from '../../pwa/install';
import { applyUpdate } from '../../pwa/registration';
import { pwaStore } from '../../pwa/updateState';
import styles from './AppMarks.module.css';

/** What the page is as an app: without a network, waiting to be updated, installable. Empty most of the time. */
export function AppMarks() {
  return (
    <div className={styles.marks}>
      <span aria-live="polite" className={styles.live}>
        <OfflineMark />
      </span>
      <UpdateButton />
      <InstallButton />
    </div>
  );
}

function OfflineMark() {
  const offline = useStore(connectionStore, (state) => state.offline);
  if (!offline) return null;
  return (
    <span className={styles.mark} data-tip="No connection. What is on this device works">
      <CloudOff size={16} aria-hidden />
      <span className={styles.word}>Offline</span>
    </span>
  );
}

function UpdateButton() {
  const update = useStore(pwaStore, (state) => state.update);
  if (update === 'none') return null;
  const waiting = update === 'waiting';
  return (
    <button
      type="button"
      className={`${styles.mark} ${styles.update}`}
      aria-disabled={waiting || undefined}
      data-tip={waiting ? 'The new version comes when nothing runs' : 'A new version is there. Reloads the page'}
      onClick={() => applyUpdate()}
    >
      <RefreshCw size={16} aria-hidden />
      <span className={styles.word}>{waiting ? 'Updating soon' : 'Update'}</span>
    </button>
  );
}

function InstallButton() {
  const way = useStore(installStore, (state) => state.way);
  if (way === 'none') return null;
  return (
    <button
      type="button"
      className={`${styles.mark} ${styles.install}`}
      data-tip="Install as an app"
      onClick={() => void installAction.run()}
    >
      <Download size={16} aria-hidden />
      <span className={styles.word}>Install</span>
    </button>
  );
}
