import { countPictures, useGallery } from '../../library/gallery';
import { titleOf, type PictureMeta } from '../../storage/pictureMeta';
import { FactList, Warnings } from '../FactList';
import { Actions } from './Actions';
import { byteText } from '../../protocol/byteText';
import { pictureFacts } from '../pictureFacts';
import { usePicture } from './usePicture';
import { StorageUse } from './StorageUse';
import styles from './Details.module.css';

/** Beside the grid: the chosen picture with all that made it, or what is chosen, or what is kept. */
export function Details({ pictures }: { pictures: readonly PictureMeta[] }) {
  const [first, ...more] = pictures;
  return (
    <aside className={styles.details} aria-label="Details">
      {!first && <StorageUse />}
      {first && more.length === 0 && <One key={first.id} meta={first} />}
      {first && more.length > 0 && <Many pictures={pictures} />}
    </aside>
  );
}

function One({ meta }: { meta: PictureMeta }) {
  const picture = usePicture(meta.id);
  return (
    <>
      <button
        type="button"
        className={styles.frame}
        aria-label="Show large"
        style={{ aspectRatio: `${meta.width} / ${meta.height}` }}
        onClick={() => useGallery.setState({ open: meta.id })}
      >
        {picture.status === 'ready' && <img src={picture.url} alt="" draggable={false} className={styles.picture} />}
        {picture.status === 'missing' && <span className={styles.missing}>This picture can’t be read.</span>}
      </button>
      <Actions pictures={[meta]} />
      <Facts meta={meta} />
    </>
  );
}

/** Everything that is known about how a picture was made. */
export function Facts({ meta }: { meta: PictureMeta }) {
  return (
    <>
      <p className={styles.prompt}>{titleOf(meta)}</p>
      <FactList facts={pictureFacts(meta)} />
      <Warnings warnings={meta.imported?.settings?.warnings ?? []} />
    </>
  );
}

function Many({ pictures }: { pictures: readonly PictureMeta[] }) {
  const bytes = pictures.reduce((sum, meta) => sum + meta.bytes, 0);
  return (
    <>
      <h2 className={styles.title}>{countPictures(pictures.length)} chosen</h2>
      <p className={styles.soft}>{byteText(bytes)}</p>
      <Actions pictures={pictures} />
    </>
  );
}
