import { useStore } from 'zustand';
import { install, INSTALL_WORDS, installStore, runsInstalled } from '../../pwa/install';
import { applyUpdate } from '../../pwa/registration';
import { pwaStore } from '../../pwa/updateState';
import { Button } from '../../ui/Button';
import { Section } from './Section';
import styles from './settings.module.css';

/** Installing and updating. */
export function AppSection() {
  const way = useStore(installStore, (state) => state.way);
  const { update, offlineReady } = useStore(pwaStore);
  return (
    <Section title="App">
      <div className={styles.line}>
        <p>{installText(way)}</p>
        {way === 'button' && (
          <Button look="soft" onClick={() => void install()}>
            Install
          </Button>
        )}
      </div>
      {update === 'none' && offlineReady && <p className={styles.soft}>Opens and works without a network.</p>}
      {update !== 'none' && (
        <div className={styles.line}>
          <p>{update === 'ready' ? 'A new version is there.' : 'The new version comes when nothing runs.'}</p>
          {update === 'ready' && (
            <Button look="soft" onClick={applyUpdate}>
              Update and reload
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}

function installText(way: 'button' | 'words' | 'none'): string {
  if (way === 'button') return 'Outpane can be installed as an app.';
  if (way === 'words') return `To install: ${INSTALL_WORDS}.`;
  return runsInstalled() ? 'Installed as an app.' : 'This browser does not offer to install it just now.';
}
