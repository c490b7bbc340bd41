import { downloadText } from '../../protocol/byteText';
import { fetchNewer, useRenewal } from '../../engineState/renewal';
import { Button } from '../../ui/Button';
import styles from './SettingsPanel.module.css';

/** What is known of a newer revision of the model; nothing where there is none. */
export function RenewalRow() {
  const renewal = useRenewal((state) => state.renewal);
  switch (renewal.status) {
    case 'none':
      return null;
    case 'offered':
      return (
        <div className={styles.renewal}>
          <Button look="soft" onClick={() => void fetchNewer()}>
            Get the newer version ({Math.ceil(renewal.bytes / 1e6)} MB)
          </Button>
        </div>
      );
    case 'fetching':
      return (
        <p className={`${styles.hint} ${styles.renewal}`}>
          A newer version is on its way: {downloadText(renewal.receivedBytes, renewal.totalBytes)}
        </p>
      );
    case 'waiting':
      return (
        <p className={`${styles.hint} ${styles.renewal}`}>
          A newer version is here. It is used from the next picture on.
        </p>
      );
  }
}
