import { ChevronDown, Copy, Heart, SlidersHorizontal, Sprout, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  copyPictureAction,
  deleteAction,
  downloadAction,
  favouriteAction,
  takeSeedAction,
  takeSettingsAction,
} from '../../actions/resultActions';
import { formingOf, makingOf } from '../../jobs/job';
import type { Job, Making } from '../../jobs/job';
import { duration } from '../../jobs/runStatus';
import { promptOf, settingsOf, titleOf, type PictureMeta } from '../../storage/pictureMeta';
import { IconButton } from '../../ui/Button';
import { ActionButton } from '../ActionButton';
import { pictureFacts } from '../pictureFacts';
import { DownloadButton } from './DownloadButton';
import styles from './ResultBar.module.css';

/** What the shown picture was made with, and what can be done with it. */
export function ResultBar({ meta }: { meta: PictureMeta }) {
  const [open, setOpen] = useState(false);
  const settings = settingsOf(meta);
  return (
    <section className={styles.bar} aria-label="Picture">
      <div className={styles.head}>
        <Words
          prompt={titleOf(meta)}
          width={meta.width}
          height={meta.height}
          steps={settings?.steps ?? null}
          seed={settings?.seed ?? null}
          seconds={meta.seconds}
        />
        <div className={styles.buttons}>
          <IconButton
            label={open ? 'Hide details' : 'Show details'}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown size={16} aria-hidden style={{ rotate: open ? '180deg' : undefined }} />
          </IconButton>
          <ActionButton action={takeSettingsAction} icon={SlidersHorizontal} />
          <ActionButton action={takeSeedAction} icon={Sprout} />
          <ActionButton action={copyPictureAction} icon={Copy} />
          <ActionButton action={favouriteAction} icon={Heart} pressed={meta.favourite} filled={meta.favourite} />
          <ActionButton action={deleteAction} icon={Trash2} />
          <DownloadButton action={downloadAction} />
        </div>
      </div>
      {open && <Details meta={meta} />}
    </section>
  );
}

/** The same place while a picture forms, so that nothing moves when it lands. */
export function FormingBar({ job }: { job: Job }) {
  const making = makingOf(job);
  const picture = formingOf(job)?.picture ?? 0;
  return (
    <section className={styles.bar} aria-label="Picture">
      <div className={styles.head}>
        <Words {...making} seed={making.seed + picture} />
        <div className={`${styles.buttons} ${styles.none}`} />
      </div>
    </section>
  );
}

interface WordsProps extends Pick<Making, 'prompt' | 'width' | 'height'> {
  steps: number | null;
  seed: number | null;
  seconds?: number;
}

/** What a picture is, in two lines. */
function Words({ prompt, width, height, steps, seed, seconds = 0 }: WordsProps) {
  const facts = [
    `${width} × ${height}`,
    steps !== null && `${steps} ${steps === 1 ? 'step' : 'steps'}`,
    seed !== null && `seed ${seed}`,
    seconds > 0 && duration(seconds),
  ].filter((fact) => fact !== false);
  return (
    <div className={styles.words}>
      <p className={styles.prompt}>{prompt || 'No prompt'}</p>
      <p className={styles.facts}>{facts.join(' · ')}</p>
    </div>
  );
}

function Details({ meta }: { meta: PictureMeta }) {
  const facts: [string, string][] = [['Prompt', promptOf(meta)], ...pictureFacts(meta)];
  return (
    <dl className={styles.details}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
