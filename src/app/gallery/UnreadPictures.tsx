import { Download, FileQuestion, Trash2 } from 'lucide-react';
import { copyUnreadPicture, deleteUnreadPicture } from '../../exchange/unreadThings';
import { countPictures } from '../../library/gallery';
import { useUnreadPictures } from '../../library/unreadPictures';
import type { UnreadPicture } from '../../storage/pictureMeta';
import { IconButton } from '../../ui/Button';
import { useCachedThumbnail } from './thumbnails';
import styles from './UnreadPictures.module.css';

/** Kept pictures that another version wrote and this one can't read: seen, saved as they are, deleted on a person's wish. */
export function UnreadPictures() {
  const pictures = useUnreadPictures((state) => state.pictures);
  if (pictures.length === 0) return null;
  return (
    <section className={styles.unread} aria-label="Can’t be read by this version">
      <p className={styles.words}>
        {countPictures(pictures.length)} can’t be read by this version. {REASONS[reasonOf(pictures)]}
      </p>
      <ul className={styles.list}>
        {pictures.map((picture) => (
          <Entry key={picture.id} picture={picture} />
        ))}
      </ul>
    </section>
  );
}

const REASONS = {
  newer: 'A newer version of Outpane made them. They are kept as they are: reload the page to update.',
  damaged: 'They are kept as they are, and go into backups.',
};

const reasonOf = (pictures: readonly UnreadPicture[]) =>
  pictures.some(({ reason }) => reason === 'newer') ? 'newer' : 'damaged';

function Entry({ picture }: { picture: UnreadPicture }) {
  const url = useCachedThumbnail(picture.id);
  const { createdAt } = picture;
  return (
    <li className={styles.entry}>
      {url ? (
        <img src={url} alt="" className={styles.picture} decoding="async" />
      ) : (
        <span className={styles.picture}>
          <FileQuestion size={20} aria-hidden />
        </span>
      )}
      <span className={styles.date}>
        {createdAt === null ? (
          'No date'
        ) : (
          <time dateTime={new Date(createdAt).toISOString()}>
            {new Date(createdAt).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' })}
          </time>
        )}
      </span>
      <IconButton label="Save a copy" onClick={() => void copyUnreadPicture(picture)}>
        <Download size={16} aria-hidden />
      </IconButton>
      <IconButton label="Delete" onClick={() => deleteUnreadPicture(picture)}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  );
}
