import { useEffect, useRef, useState } from 'react';
import { openResult, useOpenedId } from '../../library/openedResult';
import { useResults } from '../../library/results';
import { lookAtTable } from '../../jobs/jobs';
import { useShownJob } from '../useShownJob';
import { titleOf, type PictureMeta } from '../../storage/pictureMeta';
import { FavouriteMark } from '../FavouriteMark';
import { pictureName } from '../pictureFacts';
import { useThumbnail } from './useThumbnail';
import styles from './Filmstrip.module.css';

/** How many more pictures the strip takes in when its end comes near. */
const BATCH = 40;

/** The pictures, newest first: this session's and the kept ones. */
export default function Filmstrip() {
  const pictures = useResults((state) => state.pictures);
  const opened = useOpenedId();
  const forming = useShownJob() !== null;
  const [shown, setShown] = useState(BATCH);
  return (
    <ul className={styles.strip} aria-label="Results">
      {pictures.slice(0, shown).map((meta, i) => (
        <Item
          key={meta.id}
          meta={meta}
          current={!forming && meta.id === opened}
          onNear={i === shown - 1 && shown < pictures.length ? () => setShown(shown + BATCH) : undefined}
        />
      ))}
    </ul>
  );
}

/** Scrolls the strip, and nothing that it lies in, until all of the item is seen. */
function scrollTo(item: HTMLElement): void {
  const strip = item.parentElement;
  if (!strip) return;
  const [seen, wanted] = [strip.getBoundingClientRect(), item.getBoundingClientRect()];
  const by = (start: number, end: number) => Math.min(start, 0) + Math.max(end, 0);
  strip.scrollBy(
    by(wanted.left - seen.left, wanted.right - seen.right),
    by(wanted.top - seen.top, wanted.bottom - seen.bottom),
  );
}

interface ItemProps {
  meta: PictureMeta;
  current: boolean;
  /** Called when it comes near the visible part of the strip. */
  onNear?: () => void;
}

function Item({ meta, current, onNear }: ItemProps) {
  const item = useRef<HTMLLIElement>(null);
  const thumbnail = useThumbnail(meta.id);
  const title = titleOf(meta);

  useEffect(() => {
    if (!onNear || !item.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onNear();
      },
      { root: item.current.parentElement, rootMargin: '400px' },
    );
    observer.observe(item.current);
    return () => observer.disconnect();
  }, [onNear]);

  useEffect(() => {
    if (current && item.current) scrollTo(item.current);
  }, [current]);

  return (
    <li ref={item} className={styles.item}>
      <button
        type="button"
        className={styles.button}
        aria-label={pictureName(meta)}
        aria-current={current || undefined}
        data-tip={title.length > 80 ? `${title.slice(0, 80)} …` : title}
        data-tip-side="right"
        onClick={() => {
          lookAtTable();
          void openResult(meta.id);
        }}
      >
        {thumbnail && <img src={thumbnail} alt="" draggable={false} />}
        {meta.favourite && <FavouriteMark size={12} />}
      </button>
    </li>
  );
}
