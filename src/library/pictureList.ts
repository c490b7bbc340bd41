import type { PictureNews } from '../storage/pictureChanges';
import type { PictureMeta } from '../storage/pictureMeta';

type List = readonly PictureMeta[];

const newestFirst = (a: PictureMeta, b: PictureMeta) => (a.id < b.id ? 1 : -1);

/** The list with more pictures in it, newest first. Those that are there already are replaced; deleted ones are left out. */
export function withPictures(list: List, more: List): PictureMeta[] {
  const byId = new Map(more.map((meta) => [meta.id, meta]));
  const here = new Set(list.map((meta) => meta.id));
  const added = more.filter((meta) => !here.has(meta.id));
  const all = list.map((meta) => byId.get(meta.id) ?? meta).filter((meta) => meta.deletedAt === null);
  if (added.length === 0) return all;
  return [...all, ...added.filter((meta) => meta.deletedAt === null)].sort(newestFirst);
}

/** The list after a change that this tab or another one has made. */
export function withNews(list: List, news: PictureNews): PictureMeta[] {
  if (news.kind === 'deleted') return without(list, news.ids);
  // What a newer version has written anew is not this list's any more (unreadPictures.ts).
  const unread = news.unread?.map(({ id }) => id) ?? [];
  return without(withPictures(list, news.pictures), unread);
}

function without(list: List, ids: readonly string[]): PictureMeta[] {
  const gone = new Set(ids);
  return list.filter((meta) => !gone.has(meta.id));
}

/** The picture that takes the place of one that has left the list: the next older one, or the last. */
export function successor(before: List, list: List, id: string | null): string | null {
  if (id === null || list.some((meta) => meta.id === id)) return id;
  const there = new Set(list.map((meta) => meta.id));
  const at = before.findIndex((meta) => meta.id === id);
  const next = before.slice(Math.max(0, at)).find((meta) => there.has(meta.id));
  return (next ?? list.at(-1))?.id ?? null;
}
