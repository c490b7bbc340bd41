import { create } from 'zustand';
import { onPictureNews } from '../storage/pictureChanges';
import type { UnreadPicture } from '../storage/pictureMeta';
import { deletePictures } from '../storage/pictures';

/** Kept pictures whose records this version can't read, newest first. They are kept as they are until a person deletes them. */
export const useUnreadPictures = create<{ pictures: readonly UnreadPicture[] }>(() => ({ pictures: [] }));

/** Adds what a list of pictures has found. */
export function addUnreadPictures(more: readonly UnreadPicture[]): void {
  if (more.length === 0) return;
  useUnreadPictures.setState(({ pictures }) => {
    const ids = new Set(more.map(({ id }) => id));
    const all = [...pictures.filter(({ id }) => !ids.has(id)), ...more];
    return { pictures: all.sort((a, b) => (a.id < b.id ? 1 : -1)) };
  });
}

function removeUnreadPictures(ids: readonly string[]): void {
  const gone = new Set(ids);
  useUnreadPictures.setState(({ pictures }) => {
    const left = pictures.filter(({ id }) => !gone.has(id));
    return left.length === pictures.length ? {} : { pictures: left };
  });
}

/** Follows what other tabs make and delete. Returns the way to stop. */
export function followUnreadPictures(): () => void {
  return onPictureNews((news) => {
    if (news.kind === 'deleted') return removeUnreadPictures(news.ids);
    removeUnreadPictures(news.pictures.map(({ id }) => id));
    addUnreadPictures(news.unread ?? []);
  });
}

/** Takes one out of the list. `undo` puts it back, `finish` deletes it for good: nothing is written before that. */
export function hideUnreadPicture(picture: UnreadPicture): { undo: () => void; finish: () => Promise<void> } {
  removeUnreadPictures([picture.id]);
  return {
    undo: () => addUnreadPictures([picture]),
    finish: () => deletePictures([picture.id]),
  };
}
