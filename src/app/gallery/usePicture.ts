import { useEffect, useState } from 'react';
import { readResult } from '../../library/results';

export type LoadedPicture = { status: 'loading' } | { status: 'ready'; url: string } | { status: 'missing' };

/** A kept picture in full size; freed with the component. */
export function usePicture(id: string): LoadedPicture {
  const [loaded, setLoaded] = useState<{ id: string; picture: LoadedPicture } | null>(null);
  useEffect(() => {
    let url: string | null = null;
    let wanted = true;
    void readResult(id)
      .catch(() => undefined)
      .then((blob) => {
        if (!wanted) return;
        url = blob ? URL.createObjectURL(blob) : null;
        setLoaded({ id, picture: url ? { status: 'ready', url } : { status: 'missing' } });
      });
    return () => {
      wanted = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [id]);
  return loaded?.id === id ? loaded.picture : { status: 'loading' };
}
