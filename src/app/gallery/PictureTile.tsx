import { Check } from 'lucide-react';
import { memo } from 'react';
import type { PictureMeta } from '../../storage/pictureMeta';
import { FavouriteMark } from '../FavouriteMark';
import { pictureName } from '../pictureFacts';
import { useCachedThumbnail } from './thumbnails';
import styles from './PictureGrid.module.css';

interface PictureTileProps {
  meta: PictureMeta;
  /** From 1. */
  column: number;
  chosen: boolean;
  /** The one tile that Tab leads to. */
  reachable: boolean;
}

/** One cell of the grid. Its clicks and keys are the grid's business (PictureGrid.tsx finds it by data-id). */
export const PictureTile = memo(function PictureTile({ meta, column, chosen, reachable }: PictureTileProps) {
  const url = useCachedThumbnail(meta.id);
  return (
    <div
      role="gridcell"
      aria-colindex={column}
      aria-selected={chosen}
      aria-label={pictureName(meta)}
      tabIndex={reachable ? 0 : -1}
      data-id={meta.id}
      className={styles.tile}
    >
      {url && <img src={url} alt="" draggable={false} decoding="async" className={styles.picture} />}
      <span className={styles.check} data-check aria-hidden>
        <Check size={14} strokeWidth={3} />
      </span>
      {meta.favourite && <FavouriteMark size={16} />}
    </div>
  );
});
