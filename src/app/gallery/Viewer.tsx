import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { select, useGallery } from '../../library/gallery';
import { choose } from '../../library/gallerySelection';
import { titleOf, type PictureMeta } from '../../storage/pictureMeta';
import { IconButton } from '../../ui/Button';
import { Actions } from './Actions';
import { Facts } from './Details';
import { FullWindow } from './FullWindow';
import { usePicture } from './usePicture';
import styles from './Viewer.module.css';

const close = () => useGallery.setState({ open: null });

/** One picture, as large as the window, with what made it and what can be done with it. */
export default function Viewer({ meta }: { meta: PictureMeta }) {
  const shown = useGallery((state) => state.shown);
  const at = shown.findIndex(({ id }) => id === meta.id);
  const step = (by: number) => {
    const next = shown[at + by];
    if (!next) return;
    useGallery.setState({ open: next.id });
    select(() => choose(next.id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  };
  return (
    <FullWindow
      title="Picture"
      note={at >= 0 && `${(at + 1).toLocaleString()} of ${shown.length.toLocaleString()}`}
      className={styles.viewer}
      onKeyDown={onKeyDown}
      onClose={close}
    >
      <div className={styles.stage}>
        <Large key={meta.id} meta={meta} />
        <IconButton label="Newer picture" className={styles.newer} aria-disabled={at <= 0} onClick={() => step(-1)}>
          <ChevronLeft size={20} aria-hidden />
        </IconButton>
        <IconButton
          label="Older picture"
          className={styles.older}
          aria-disabled={at + 1 >= shown.length}
          onClick={() => step(1)}
        >
          <ChevronRight size={20} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.words}>
        <Actions pictures={[meta]} onLeave={close} />
        <Facts meta={meta} />
      </div>
    </FullWindow>
  );
}

function Large({ meta }: { meta: PictureMeta }) {
  const picture = usePicture(meta.id);
  if (picture.status === 'missing') return <p className={styles.missing}>This picture can’t be read.</p>;
  if (picture.status === 'loading') return null;
  return (
    <img
      src={picture.url}
      alt={titleOf(meta)}
      draggable={false}
      className={styles.picture}
      // Small pictures stay small enough to be sharp to the eye.
      style={{ maxWidth: meta.width * 3, maxHeight: meta.height * 3 }}
    />
  );
}
