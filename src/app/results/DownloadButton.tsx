import { Download } from 'lucide-react';
import type { Action } from '../../actions/action';
import { Button } from '../../ui/Button';
import { useAction } from '../useAction';
import styles from './ResultBar.module.css';

/** The last button of the bar over a picture: its word goes where there is no room. */
export function DownloadButton({ action }: { action: Action }) {
  const { run } = useAction(action);
  return (
    <Button look="soft" className={styles.download} aria-label="Download" onClick={run}>
      <Download size={16} aria-hidden />
      <span className={styles.downloadText}>Download</span>
    </Button>
  );
}
