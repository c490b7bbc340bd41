import { useRef, type KeyboardEvent } from 'react';
import { useGallery } from '../../library/gallery';
import { PictureTile } from './PictureTile';
import { onTileKey } from './tileKeys';
import { useFocusOn } from './useFocusOn';
import { useInnerSize } from './useInnerSize';
import { useRows } from './useRows';
import { useTileHand } from './useTileHand';
import styles from './PictureGrid.module.css';

/** Between tiles, and the least width of one, in CSS pixels. */
const GAP = 8;
const LEAST = 148;
const LEAST_ON_PHONE = 104;
const PHONE = 480;

/** All pictures that pass the filter. Only the rows near the visible ones are on the page. */
export function PictureGrid() {
  const shown = useGallery((state) => state.shown);
  const { chosen, current } = useGallery((state) => state.selection);
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useInnerSize(scroller);
  const least = width < PHONE ? LEAST_ON_PHONE : LEAST;
  const columns = Math.max(2, Math.floor((width + GAP) / (least + GAP)));
  const side = Math.max(1, Math.floor((width - GAP * (columns - 1)) / columns));
  const at = shown.findIndex(({ id }) => id === current);
  const count = Math.ceil(shown.length / columns);
  const rows = useRows({ scroller, count, height: side + GAP, kept: at < 0 ? -1 : Math.floor(at / columns) });
  const hand = useTileHand();
  const focus = useFocusOn(scroller, current, () => {
    if (at >= 0) rows.scrollTo(Math.floor(at / columns));
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const page = columns * Math.max(1, Math.floor(height / (side + GAP)));
    if (onTileKey(event, columns, page)) event.preventDefault();
  };

  return (
    // The handlers are the cells': a grid has thousands of them, and passes their events on.
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Pictures"
      aria-multiselectable
      aria-rowcount={count}
      aria-colcount={columns}
      data-choosing={chosen.size > 0 ? Math.min(chosen.size, 2) : undefined}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      {...hand}
      {...focus}
    >
      <div role="presentation" className={styles.rows} style={{ height: rows.total }}>
        {width > 0 &&
          rows.items.map((row) => (
            <div
              key={row.index}
              role="row"
              aria-rowindex={row.index + 1}
              className={styles.row}
              style={{
                transform: `translateY(${row.start}px)`,
                gridTemplateColumns: `repeat(${columns}, ${side}px)`,
                height: side,
              }}
            >
              {shown.slice(row.index * columns, (row.index + 1) * columns).map((meta, i) => (
                <PictureTile
                  key={meta.id}
                  meta={meta}
                  column={i + 1}
                  chosen={chosen.has(meta.id)}
                  reachable={at < 0 ? row.index + i === 0 : meta.id === current}
                />
              ))}
            </div>
          ))}
      </div>
    </div>
  );
}
