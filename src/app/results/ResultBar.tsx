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
        <div className={styles.words}>
          <p className={styles.prompt}>{request.prompt || 'No prompt'}</p>
          <p className={styles.facts}>
            {meta.width} × {meta.height} · {request.steps} steps · seed {request.seed} · {duration(meta.seconds)}
          </p>
        </div>
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
