import { readPictureMeta, recordId, type PictureMeta, type UnreadPicture } from './pictureMeta';

/** What happened to the kept pictures, in this tab or in another one. */
export type PictureNews =
  /** `unread`: those that this version can't read, where there are any. */
  { kind: 'saved' | 'changed'; pictures: PictureMeta[]; unread?: UnreadPicture[] } | { kind: 'deleted'; ids: string[] };

/** The same as it is told: with the records as they are stored, which a tab of another version reads in its own way. */
export type PictureRecordNews = { kind: 'saved' | 'changed'; pictures: unknown[] } | { kind: 'deleted'; ids: string[] };

const CHANNEL = 'outpane-pictures';

type Listener = (news: PictureNews) => void;

const listeners = new Set<Listener>();
let channel: BroadcastChannel | null = null;

/** Opened by the first who listens or tells; a browser without the class has no other tabs to tell. */
function open(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === 'undefined') return channel;
  channel = new BroadcastChannel(CHANNEL);
  // Only other tabs of this origin, and of this app's own code, speak here; another version's word that can't be read is passed over.
  channel.onmessage = ({ data }: MessageEvent<unknown>) => tell(data);
  return channel;
}

/** What the news are to this version; null where they are none. */
function readNews(data: unknown): PictureNews | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  if (data.kind === 'deleted') {
    return 'ids' in data && Array.isArray(data.ids) ? { kind: 'deleted', ids: data.ids.filter(isText) } : null;
  }
  if ((data.kind !== 'saved' && data.kind !== 'changed') || !('pictures' in data) || !Array.isArray(data.pictures)) {
    return null;
  }
  const pictures: PictureMeta[] = [];
  const unread: UnreadPicture[] = [];
  for (const raw of data.pictures as unknown[]) {
    const id = recordId(raw);
    const found = id === null ? null : readPictureMeta(id, raw);
    if (!found) continue;
    if ('meta' in found) pictures.push(found.meta);
    else unread.push(found.unread);
  }
  return { kind: data.kind, pictures, ...(unread.length > 0 && { unread }) };
}

const isText = (value: unknown) => typeof value === 'string';

function tell(data: unknown): void {
  const news = readNews(data);
  if (news) for (const listener of listeners) listener(news);
}

/** Tells everybody who lists pictures, here and in the other tabs. Called after the change is in the database. */
export function announce(news: PictureRecordNews): void {
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
