import { useEffect, useState } from 'react';
import { freeStorageBytes } from '../../platform/storageQuota';
import { countPictures } from '../../library/gallery';
import { useResults } from '../../library/results';
import { byteText } from '../../protocol/byteText';
import styles from './Details.module.css';

/** How many pictures are kept, what they take, and what the browser still grants. */
function useStorageWords(): { count: string; use: string } {
  const pictures = useResults((state) => state.pictures);
  const [free, setFree] = useState<number | null>(null);
  useEffect(() => {
    void freeStorageBytes().then(setFree);
  }, [pictures]);
  const bytes = pictures.reduce((sum, meta) => sum + meta.bytes, 0);
  const more = free === null ? '' : `; the browser grants ${byteText(free)} more`;
  return {
    count: countPictures(pictures.length),
    use: `${byteText(bytes)} of PNG files on this device, thumbnails not counted${more}`,
  };
}

/** The same on small screens, which have no room for details beside the grid. */
export function StorageLine() {
  const { count, use } = useStorageWords();
  return (
    <p className={styles.line}>
      {count}, {use}. Touch and hold to choose several.
    </p>
  );
}

export function StorageUse() {
  const { count, use } = useStorageWords();
  return (
    <div className={styles.storage}>
      <h2 className={styles.title}>{count}</h2>
      <p className={styles.soft}>{use}.</p>
      <p className={styles.soft}>
        Choose a picture to see how it was made. Hold Shift or Ctrl to choose more; two can be compared.
      </p>
    </div>
  );
}
