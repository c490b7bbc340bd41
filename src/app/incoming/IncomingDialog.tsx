import { useEffect, useState } from 'react';
import { addToGallery, openOnCanvas } from '../../exchange/receive';
import type { Size } from '../../geometry/rect';
import type { PictureSettings } from '../../protocol/pictureSettings';
import { dismissIncoming, takeIncoming, type Incoming } from '../../exchange/incoming';
import { PHONE_SCREEN } from '../../shell/layout';
import { useModel } from '../../engineState/model';
import { notify } from '../../shell/notices';
import { goTo } from '../../shell/route';
import { differences, sizeText } from '../../exchange/takenSettings';
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
  const { from, settings, size, file } = incoming;
  const card = useModel((state) => state.card);
  const phone = useMediaQuery(PHONE_SCREEN);
  const facts: [string, string][] = [
    ...sizeFacts(settings, size),
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
        <Warnings warnings={[...settings.warnings, ...differences(settings, card)]} />
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

/** The picture's own size, and that in the settings where it is another one: of the part that was painted, or before it was enlarged. */
function sizeFacts({ width, height }: PictureSettings, size: Size | null): [string, string][] {
  const said = width !== null && height !== null ? sizeText({ width, height }) : null;
  const own = size ? sizeText(size) : said;
  if (own === null) return [];
  return [
    ['Size', own],
    ...(said !== null && said !== own ? [['Size in the settings', said] satisfies [string, string]] : []),
  ];
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
