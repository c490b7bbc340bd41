import { useEffect, useState } from 'react';

/**
 * What a promise brings; null until it is there. Unlike `lazy`, it is shown at once: React holds back for 0.3 seconds what comes
 * after another part of the screen. For promises that don't reject.
 */
export function useLoaded<T>(loading: Promise<T>): T | null {
  const [loaded, setLoaded] = useState<{ value: T } | null>(null);
  useEffect(() => {
    void loading.then((value) => setLoaded({ value }));
  }, [loading]);
  return loaded && loaded.value;
}
