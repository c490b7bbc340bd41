import { useEffect, useState } from 'react';
import { addToGallery, openOnCanvas } from '../../actions/receive';
import type { ImportedSettings } from '../../metadata/importedSettings';
import { dismissIncoming, takeIncoming, type Incoming } from '../../stores/incoming';
import { PHONE_SCREEN } from '../../stores/layout';
import { useModel } from '../../stores/model';
import { notify } from '../../stores/notices';
import { goTo } from '../../stores/route';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { FactList, Warnings } from '../FactList';
import { settingsFacts, TOOLS } from '../settingsFacts';
import styles from './IncomingDialog.module.css';

/** Does without the settings. */
async function leaveFor(way: (file: File) => Promise<void>, file: File): Promise<void> {
  dismissIncoming();
  await way(file);
}

async function keep(file: File): Promise<void> {
  goTo('gallery');
  await addToGallery([file]);
}

/** Settings that came in with a picture or a link. They are shown first; nothing runs by itself. */
export default function IncomingDialog({ incoming }: { incoming: Incoming }) {
  const { from, settings, file } = incoming;
  const phone = useMediaQuery(PHONE_SCREEN);
  const { width, height } = settings;
  const facts: [string, string][] = [
    ...(width !== null && height !== null ? [['Size', `${width} × ${height}`] satisfies [string, string]] : []),
    ...settingsFacts(settings),
    ['Written by', TOOLS[settings.source]],
  ];
  const use = () => {
    takeIncoming();
    goTo('canvas');
    notify(from === 'link' ? 'Settings of the link are set.' : 'Settings of the picture are set.');
  };
  return (
    <Dialog
      title={from === 'link' ? 'Settings from a link' : 'Settings in this picture'}
      look={phone ? 'sheet' : 'dialog'}
      onClose={dismissIncoming}
    >
      <div className={styles.card}>
        <div className={styles.top}>
          {file && <Preview file={file} />}
          <p className={styles.prompt}>{settings.prompt || 'No prompt'}</p>
        </div>
        <FactList facts={facts} />
        <Warnings warnings={useWarnings(settings)} />
        <div className={styles.buttons}>
          <Button look="accent" onClick={use}>
            Use settings
          </Button>
          {file && (
            <>
              <Button look="soft" onClick={() => void leaveFor(openOnCanvas, file)}>
                Open picture
              </Button>
              <Button look="soft" onClick={() => void leaveFor(keep, file)}>
                Add to gallery
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** What will be different here from where the picture was made. */
function useWarnings(settings: ImportedSettings): string[] {
  const card = useModel((state) => state.card);
  const { model, sampler, request } = settings;
  const otherModel = card !== null && model.name !== null && model.name !== card.id;
  const otherRevision = request !== null && !otherModel && card !== null && request.model.revision !== card.revision;
  return [
    ...settings.warnings,
    otherModel && `Made with ${model.name}. Here it is ${card.name}, so the picture will be another one.`,
    otherRevision && 'Made with another revision of the model, so the picture may differ.',
    sampler && sampler.id === null && `The sampler ${sampler.name} is not here; the one that is set stays.`,
    request && request.mode !== 'textToImage' && 'Made by changing another picture, which is not part of the settings.',
  ].filter((warning) => typeof warning === 'string');
}

function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const mine = URL.createObjectURL(file);
    // eslint-plugin-react-hooks wants no state set in an effect's own course.
    const frame = requestAnimationFrame(() => setUrl(mine));
    return () => {
      cancelAnimationFrame(frame);
      URL.revokeObjectURL(mine);
    };
  }, [file]);
  return url ? <img src={url} alt="" className={styles.preview} /> : <span className={styles.preview} />;
}
