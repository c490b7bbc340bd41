import { useEffect, useState } from 'react';
import { readResultThumbnail } from '../../library/results';

/** The address of a picture's thumbnail, once it is read; freed with the component. */
export function useThumbnail(id: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let mine: string | null = null;
    let wanted = true;
    readResultThumbnail(id).then(
      (blob) => {
        if (!wanted || !blob) return;
        mine = URL.createObjectURL(blob);
        setUrl(mine);
      },
      // An empty frame stands for a thumbnail that can't be read; the picture itself says more when it is opened.
      () => undefined,
    );
    return () => {
      wanted = false;
      if (mine) URL.revokeObjectURL(mine);
    };
  }, [id]);
  return url;
}
