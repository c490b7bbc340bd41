import { MoveHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { Rect, Size } from '../../geometry/rect';
import { useGallery } from '../../library/gallery';
import { settingsOf, titleOf, type PictureMeta } from '../../storage/pictureMeta';
import { samplerName } from '../samplerNames';
import { pictureName } from '../pictureFacts';
import { FullWindow } from './FullWindow';
import { placementOf } from './placement';
import { usePicture } from './usePicture';
import styles from './Compare.module.css';

/** Two pictures one over the other, with a divider between them that can be moved. */
export default function Compare({ left, right }: { left: PictureMeta; right: PictureMeta }) {
  const [share, setShare] = useState(50);
  const placement = placementOf(left, right);
  return (
    <FullWindow title="Compare" className={styles.compare} onClose={() => useGallery.setState({ compared: null })}>
      <div className={styles.stage}>
        <div className={styles.pair} style={boxStyle(placement.size)}>
          <Half meta={left} place={placement.left} within={placement.size} clip={`inset(0 ${100 - share}% 0 0)`} />
          <Half meta={right} place={placement.right} within={placement.size} clip={`inset(0 0 0 ${share}%)`} />
          <input
            type="range"
            className={styles.divider}
            aria-label="Divider"
            aria-valuetext={`${share} % of the left picture`}
            min={0}
            max={100}
            value={share}
            onChange={(event) => setShare(Number(event.target.value))}
          />
          <span className={styles.line} style={{ left: `${share}%` }}>
            <span className={styles.knob}>
              <MoveHorizontal size={16} aria-hidden />
            </span>
          </span>
        </div>
      </div>
      <div className={styles.foot}>
        <Legend meta={left} other={right} side="Left" />
        <Legend meta={right} other={left} side="Right" />
      </div>
    </FullWindow>
  );
}

/** As large as the window allows. */
function boxStyle({ width, height }: Size) {
  const ratio = width / height;
  return { aspectRatio: ratio, width: `min(100%, calc((100dvh - 190px) * ${ratio.toFixed(4)}))` };
}

interface HalfProps {
  meta: PictureMeta;
  place: Rect;
  within: Size;
  /** A clip-path for the whole box. */
  clip: string;
}

function Half({ meta, place, within, clip }: HalfProps) {
  const picture = usePicture(meta.id);
  if (picture.status !== 'ready') return null;
  const across = (pixels: number) => `${(100 * pixels) / within.width}%`;
  const down = (pixels: number) => `${(100 * pixels) / within.height}%`;
  return (
    <div className={styles.half} style={{ clipPath: clip }}>
      <img
        src={picture.url}
        alt={pictureName(meta)}
        draggable={false}
        className={styles.picture}
        style={{ left: across(place.x), top: down(place.y), width: across(place.width), height: down(place.height) }}
      />
    </div>
  );
}

/** What is different between the two, so that the eye knows what to look for. */
function Legend({ meta, other, side }: { meta: PictureMeta; other: PictureMeta; side: string }) {
  const size = meta.width !== other.width || meta.height !== other.height ? [`${meta.width} × ${meta.height}`] : [];
  const others = new Map(wordsOf(other));
  const differs = [...wordsOf(meta).flatMap(([name, words]) => (others.get(name) === words ? [] : words)), ...size];
  return (
    <p className={styles.legend}>
      <strong>{side}</strong> {titleOf(meta)}
      {differs.length > 0 && <span className={styles.soft}> · {differs.join(', ')}</span>}
    </p>
  );
}

/** What the settings say, each in a word or two, by its name. */
function wordsOf(meta: PictureMeta): [string, string][] {
  const settings = settingsOf(meta);
  const { seed, steps, guidanceScale, sampler, model } = settings ?? {};
  const words: [string, string, string | number | null | undefined][] = [
    ['seed', 'seed ', seed],
    ['steps', 'steps ', steps],
    ['guidance', 'guidance ', guidanceScale],
    ['sampler', '', sampler && samplerName(sampler.id ?? sampler.name)],
    ['model', '', model?.name],
  ];
  return words.flatMap(([name, before, value]) => (value == null ? [] : [[name, `${before}${value}`]]));
}
