import type { PictureMeta } from './pictureMeta';

/** What happened to the kept pictures, in this tab or in another one. */
export type PictureNews =
  | { kind: 'saved'; pictures: PictureMeta[] }
  | { kind: 'changed'; pictures: PictureMeta[] }
  | { kind: 'deleted'; ids: string[] };

const CHANNEL = 'outpane-pictures';

type Listener = (news: PictureNews) => void;

const listeners = new Set<Listener>();
let channel: BroadcastChannel | null = null;

/** Opened by the first who listens or tells; a browser without the class has no other tabs to tell. */
function open(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === 'undefined') return channel;
  channel = new BroadcastChannel(CHANNEL);
  // Only other tabs of this origin, and of this app's own code, speak here; an older version's word that can't be read is passed over.
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isNews(data)) tell(data);
  };
  return channel;
}

function isNews(data: unknown): data is PictureNews {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'deleted') return 'ids' in data && Array.isArray(data.ids);
  return (data.kind === 'saved' || data.kind === 'changed') && 'pictures' in data && Array.isArray(data.pictures);
}

function tell(news: PictureNews): void {
  for (const listener of listeners) listener(news);
}

/** Tells everybody who lists pictures, here and in the other tabs. Called after the change is in the database. */
export function announce(news: PictureNews): void {
  if ((news.kind === 'deleted' ? news.ids : news.pictures).length === 0) return;
  tell(news);
  open()?.postMessage(news);
}

/** Calls `listener` after every change to the kept pictures, in any tab. Returns the way to stop. */
export function onPictureNews(listener: Listener): () => void {
  open();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
