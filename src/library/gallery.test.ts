import { beforeEach, expect, it, vi } from 'vitest';
import { takeNotices } from '../shell/notices';
import type { PictureMeta } from '../storage/pictureMeta';
import { chosenPictures, countPictures, deleteWithUndo, followResults, select, setFilter, useGallery } from './gallery';
import { NO_FILTER } from './galleryFilter';
import { chooseAll } from './gallerySelection';
import { useResults } from './results';

const deletion = vi.hoisted(() => ({
  possible: true,
  undo: vi.fn(async () => undefined),
  finish: vi.fn(async () => undefined),
}));
vi.mock('./results', async (original) => ({
  ...(await original<object>()),
  deleteResults: async () => (deletion.possible ? deletion : null),
}));

const metaOf = (id: string, change: Partial<PictureMeta> = {}) =>
  ({ id, request: { prompt: `a ${id}` }, favourite: false, createdAt: 0, deletedAt: null, ...change }) as PictureMeta;
const ids = (pictures: readonly PictureMeta[]) => pictures.map(({ id }) => id);

let stop = () => {};

beforeEach(() => {
  stop();
  deletion.possible = true;
  vi.clearAllMocks();
  useResults.setState({ pictures: [metaOf('cat'), metaOf('dog', { favourite: true }), metaOf('catfish')] });
  setFilter(NO_FILTER);
  stop = followResults();
  takeNotices();
});

it('shows what passes the filter, and follows the results', () => {
  setFilter({ text: 'cat' });
  expect(ids(useGallery.getState().shown)).toEqual(['cat', 'catfish']);
  useResults.setState(({ pictures }) => ({ pictures: [metaOf('cats'), ...pictures] }));
  expect(ids(useGallery.getState().shown)).toEqual(['cats', 'cat', 'catfish']);
  setFilter({ favourites: true, text: '' });
  expect(ids(useGallery.getState().shown)).toEqual(['dog']);
});

it('lets go of chosen pictures that are not shown any more', () => {
  select(chooseAll);
  expect(ids(chosenPictures())).toEqual(['cat', 'dog', 'catfish']);
  setFilter({ text: 'cat' });
  expect(ids(chosenPictures())).toEqual(['cat', 'catfish']);
  useResults.setState({ pictures: [metaOf('cat')] });
  expect(ids(chosenPictures())).toEqual(['cat']);
});

it('deletes with a notice that brings back, or finishes when it has gone', async () => {
  select(chooseAll);
  await deleteWithUndo(chosenPictures());
  expect(chosenPictures()).toEqual([]);
  const [notice] = takeNotices();
  expect(notice?.message).toBe('3 pictures deleted.');
  notice?.undo?.();
  notice?.onGone?.();
  expect([deletion.undo, deletion.finish].map((call) => call.mock.calls.length)).toEqual([1, 1]);
});

it('says nothing of a deletion that could not be', async () => {
  deletion.possible = false;
  await deleteWithUndo([metaOf('cat')]);
  await deleteWithUndo([]);
  expect(takeNotices()).toEqual([]);
  expect(countPictures(1)).toBe('1 picture');
});
