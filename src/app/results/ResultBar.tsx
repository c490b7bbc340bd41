import { ChevronDown, Copy, Download, Heart, SlidersHorizontal, Sprout, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  copyPictureAction,
  deleteAction,
  downloadAction,
  favouriteAction,
  takeSeedAction,
  takeSettingsAction,
} from '../../actions/resultActions';
import { backendName } from '../../stores/engine';
import { useRun, type Making } from '../../stores/run';
import { duration } from '../../stores/runStatus';
import type { PictureMeta } from '../../storage/pictures';
import { Button, IconButton } from '../../ui/Button';
import { ActionButton } from '../ActionButton';
import { samplerName } from '../samplerNames';
import { useAction } from '../useAction';
import styles from './ResultBar.module.css';

/** What the shown picture was made with, and what can be done with it. */
export function ResultBar({ meta }: { meta: PictureMeta }) {
  const [open, setOpen] = useState(false);
  const download = useAction(downloadAction);
  const { request } = meta;
  return (
    <section className={styles.bar} aria-label="Picture">
      <div className={styles.head}>
        <Words {...request} width={meta.width} height={meta.height} seconds={meta.seconds} />
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
          <Button look="soft" className={styles.download} aria-label="Download" onClick={download.run}>
            <Download size={16} aria-hidden />
            <span className={styles.downloadText}>Download</span>
          </Button>
        </div>
      </div>
      {open && <Details meta={meta} />}
    </section>
  );
}

/** The same place while a picture forms, so that nothing moves when it lands. */
export function FormingBar() {
  const making = useRun((state) => state.making);
  const picture = useRun((state) => state.step?.picture ?? 0);
  if (!making) return null;
  return (
    <section className={styles.bar} aria-label="Picture">
      <div className={styles.head}>
        <Words {...making} seed={making.seed + picture} />
        <div className={`${styles.buttons} ${styles.none}`} />
      </div>
    </section>
  );
}

/** What a picture is, in two lines. */
function Words({ prompt, width, height, steps, seed, seconds }: Making & { seconds?: number }) {
  const facts = [`${width} × ${height}`, `${steps} ${steps === 1 ? 'step' : 'steps'}`, `seed ${seed}`];
  if (seconds !== undefined) facts.push(duration(seconds));
  return (
    <div className={styles.words}>
      <p className={styles.prompt}>{prompt || 'No prompt'}</p>
      <p className={styles.facts}>{facts.join(' · ')}</p>
    </div>
  );
}

function Details({ meta }: { meta: PictureMeta }) {
  const { request, engine } = meta;
  const facts: [string, string][] = [
    ['Prompt', request.prompt],
    ['Negative prompt', request.negativePrompt],
    ['Size', `${meta.width} × ${meta.height}`],
    ['Steps', String(request.steps)],
    ['Guidance scale', String(request.guidanceScale)],
    ['Sampler', samplerName(request.sampler)],
    ['Seed', String(request.seed)],
    ['Model', `${request.model.id}, revision ${request.model.revision}`],
    ['Made on', engine ? `${backendName(engine)}, ${engine.adapter}` : ''],
    ['Took', duration(meta.seconds)],
    ['Made', new Date(meta.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })],
  ];
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
