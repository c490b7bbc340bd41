import { useSyncExternalStore } from 'react';
import { readResultThumbnails } from '../../library/results';

/** Addresses that are kept: several screens full, so that scrolling back shows them at once. */
const MOST = 1200;
/** Read at a time; the last asked for come first, because they are on the screen. */
const BATCH = 48;

/** By the picture's id, the last used last. */
const urls = new Map<string, string>();
const listeners = new Map<string, Set<() => void>>();
/** Asked for and not read yet, in the order they were asked for. */
const waiting = new Set<string>();
let reading = false;

function subscribe(id: string, changed: () => void): () => void {
  const mine = listeners.get(id) ?? new Set();
  listeners.set(id, mine.add(changed));
  if (!urls.has(id)) {
    waiting.add(id);
    void read();
  }
  return () => {
    mine.delete(changed);
    if (mine.size > 0) return;
    listeners.delete(id);
    // Scrolled past before its turn came.
    waiting.delete(id);
  };
}

async function read(): Promise<void> {
  if (reading) return;
  reading = true;
  // Tiles that appear together ask one after the other: all of them first.
  await Promise.resolve();
  while (waiting.size > 0) {
    const ids = [...waiting].slice(-BATCH);
    ids.forEach((id) => waiting.delete(id));
    // An empty frame stands for a thumbnail that can't be read; the picture itself says more when it is opened.
    const blobs = await readResultThumbnails(ids).catch(() => []);
    ids.forEach((id, i) => {
      const blob = blobs[i];
      if (blob) keep(id, URL.createObjectURL(blob));
    });
  }
  reading = false;
}

function keep(id: string, url: string): void {
  urls.set(id, url);
  listeners.get(id)?.forEach((changed) => changed());
  for (const [old, oldUrl] of urls) {
    if (urls.size <= MOST) return;
    if (listeners.has(old)) continue;
    urls.delete(old);
    URL.revokeObjectURL(oldUrl);
  }
}

/** The address of a picture's thumbnail, once it is read. */
export function useCachedThumbnail(id: string): string | null {
  return useSyncExternalStore(
    (changed) => subscribe(id, changed),
    () => urls.get(id) ?? null,
  );
}
