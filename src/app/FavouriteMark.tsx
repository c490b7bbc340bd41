import { Heart } from 'lucide-react';
import styles from './FavouriteMark.module.css';

/** The heart in the corner of a favourite. `size` is its side in CSS pixels. */
export function FavouriteMark({ size }: { size: number }) {
  return <Heart className={styles.heart} size={size} fill="currentColor" aria-hidden />;
}
