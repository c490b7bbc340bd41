import { useEffect, useState } from 'react';
import { freeStorageBytes } from '../../platform/storageQuota';
import { countPictures } from '../../stores/gallery';
import { useResults } from '../../stores/results';
import { byteText } from '../pictureFacts';
import styles from './Details.module.css';

/** How many pictures are kept, what they take, and what the browser still grants. */
export function StorageUse() {
  const pictures = useResults((state) => state.pictures);
  const [free, setFree] = useState<number | null>(null);
  useEffect(() => {
    void freeStorageBytes().then(setFree);
  }, [pictures]);
  const bytes = pictures.reduce((sum, meta) => sum + meta.bytes, 0);
  return (
    <div className={styles.storage}>
      <h2 className={styles.title}>{countPictures(pictures.length)}</h2>
      <p className={styles.soft}>
        {byteText(bytes)} on this device
        {free !== null && `; the browser grants ${byteText(free)} more`}.
      </p>
      <p className={styles.soft}>
        Choose a picture to see how it was made. Hold Shift or Ctrl to choose more; two can be compared.
      </p>
    </div>
  );
}
