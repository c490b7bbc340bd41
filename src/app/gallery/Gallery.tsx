import { Images } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { countPictures, followResults, select, setFilter, useGallery } from '../../library/gallery';
import { NO_FILTER } from '../../library/galleryFilter';
import { chooseNone } from '../../library/gallerySelection';
import { useResults } from '../../library/results';
import { ADDRESSES } from '../../shell/route';
import type { PictureMeta } from '../../storage/pictureMeta';
import { Button } from '../../ui/Button';
import { later } from '../../ui/later';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { VisuallyHidden } from '../../ui/VisuallyHidden';
import { ProblemCard } from '../problems/ProblemCard';
import { Actions } from './Actions';
import { Details } from './Details';
import { GalleryBar } from './GalleryBar';
import { PictureGrid } from './PictureGrid';
import { StorageLine } from './StorageUse';
import { TransferBar } from './TransferBar';
import { UnreadPictures } from './UnreadPictures';
import styles from './Gallery.module.css';

const Viewer = later(() => import('./Viewer'));
const Compare = later(() => import('./Compare'));

/** Where the details stand beside the grid; on smaller screens a bar under it has the commands. */
const ROOMY = '(min-width: 900px)';

/** All kept pictures. A screen of its own, and the same list in every tab. */
export default function Gallery() {
  const roomy = useMediaQuery(ROOMY);
  const shown = useGallery((state) => state.shown);
  const { chosen } = useGallery((state) => state.selection);
  const pictures = chosen.size === 0 ? [] : shown.filter(({ id }) => chosen.has(id));
  useEffect(followResults, []);
  return (
    <main className={styles.screen}>
      <section className={styles.gallery} aria-label="Gallery">
        <VisuallyHidden>
          <h2>Gallery</h2>
        </VisuallyHidden>
        <GalleryBar />
        <TransferBar />
        <div className={styles.problem}>
          <ProblemCard />
        </div>
        <UnreadPictures />
        {!roomy && shown.length > 0 && <StorageLine />}
        <div className={styles.body}>
          <div className={styles.grid}>
            {shown.length === 0 ? <Empty /> : <PictureGrid />}
            {!roomy && pictures.length > 0 && <ChosenBar pictures={pictures} />}
          </div>
          {roomy && <Details pictures={pictures} />}
        </div>
        <VisuallyHidden role="status">
          {countPictures(shown.length)} shown{chosen.size > 0 && `, ${chosen.size.toLocaleString()} chosen`}
        </VisuallyHidden>
      </section>
      <Dialogs />
    </main>
  );
}

function ChosenBar({ pictures }: { pictures: readonly PictureMeta[] }) {
  return (
    <div className={styles.chosen}>
      <Actions pictures={pictures}>
        <Button className={styles.done} onClick={() => select(chooseNone)}>
          Done
        </Button>
      </Actions>
    </div>
  );
}

function Empty() {
  const any = useResults((state) => state.pictures.length > 0);
  return (
    <div className={styles.empty}>
      <Images size={32} strokeWidth={1.5} aria-hidden />
      {any ? (
        <>
          <p>No picture fits.</p>
          <Button look="soft" onClick={() => setFilter(NO_FILTER)}>
            Show all
          </Button>
        </>
      ) : (
        <>
          <p>Pictures you make are kept here, on this device.</p>
          <a className={styles.link} href={ADDRESSES.canvas}>
            Make the first one
          </a>
        </>
      )}
    </div>
  );
}

function Dialogs() {
  const open = useFind(useGallery((state) => state.open));
  const compared = useGallery((state) => state.compared);
  const left = useFind(compared?.[0] ?? null);
  const right = useFind(compared?.[1] ?? null);
  return (
    <Suspense>
      {open && <Viewer meta={open} />}
      {left && right && <Compare left={left} right={right} />}
    </Suspense>
  );
}

const useFind = (id: string | null) =>
  useResults((state) => (id === null ? undefined : state.pictures.find((meta) => meta.id === id)));
