import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import type { FinishedPicture } from '../protocol/messages';
import { useProblem } from '../shell/problem';
import type { PictureMeta } from '../storage/pictureMeta';
import * as storage from '../storage/pictures';
import {
  addResult,
  deleteResults,
  giveWay,
  loadResults,
  readResult,
  readResultThumbnails,
  toggleFavourite,
  toggleFavourites,
  useResults,
} from './results';

vi.mock('./thumbnails', () => ({
  encodeWithThumbnail: async () => ({ png: new Blob(['png']), thumbnail: new Blob(['small']) }),
}));

const image = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
const timings = { total: 1, steps: [], previews: 0 };
const picture = (prompt: string): FinishedPicture => ({ index: 0, request: someRequest({ prompt }), image, timings });

const listed = () => useResults.getState().pictures;
const prompts = () => listed().map(({ request }) => request?.prompt);
const kept = async () => (await storage.listPictures()).map(({ request }) => request?.prompt);
const current = (id: string) => listed().find((meta) => meta.id === id);

let stamp = 0;
/** Ids sort by age. */
const add = (prompt: string) => addResult(picture(prompt), storage.newPictureId(++stamp));

async function addUnkept(prompt: string): Promise<PictureMeta> {
  const saving = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Full.', 'QuotaExceededError');
  });
  try {
    return await add(prompt);
  } finally {
    saving.mockRestore();
  }
}

// Follows the news from storage, as the page does.
await loadResults();

beforeEach(async () => {
  await deleteResults(listed()).then((deletion) => deletion?.finish());
  useResults.setState({ pictures: [] });
  useProblem.setState({ problem: null });
});

it('keeps a picture and lists it, the newest first', async () => {
  await add('one');
  await add('two');
  expect(prompts()).toEqual(['two', 'one']);
  expect(await kept()).toHaveLength(2);
  expect(await (await readResult(listed()[0]?.id ?? ''))?.text()).toBe('png');
});

describe('a picture that can not be kept', () => {
  it('is here as long as the page, and what stood in the way is said', async () => {
    const meta = await addUnkept('one');
    expect(prompts()).toEqual(['one']);
    expect(useProblem.getState().problem).toMatchObject({ from: 'storage' });
    expect(await kept()).toEqual([]);
    expect(await (await readResult(meta.id))?.text()).toBe('png');
    expect(await (await readResultThumbnails([meta.id]))[0]?.text()).toBe('small');
  });

  it('goes when it is deleted, and comes back (A14: it stayed in the list)', async () => {
    const meta = await addUnkept('one');
    const deletion = await deleteResults([meta]);
    expect(prompts()).toEqual([]);
    await deletion?.undo();
    expect(prompts()).toEqual(['one']);
    await deletion?.finish();
    expect(await readResult(meta.id)).toBeDefined();
    const again = await deleteResults(listed());
    await again?.finish();
    expect(prompts()).toEqual([]);
    expect(await readResult(meta.id)).toBeUndefined();
  });

  it('goes together with others that are kept', async () => {
    await add('kept');
    await addUnkept('unkept');
    const deletion = await deleteResults(listed());
    expect(prompts()).toEqual([]);
    await deletion?.undo();
    expect(prompts()).toEqual(['unkept', 'kept']);
  });

  it('can be a favourite', async () => {
    const { id } = await addUnkept('one');
    await toggleFavourite(id);
    expect(current(id)?.favourite).toBe(true);
    await toggleFavourites(listed());
    expect(current(id)?.favourite).toBe(false);
  });

  it('is kept as soon as there is room, but not what is being deleted', async () => {
    const old = await add('old');
    await addUnkept('new');
    const gone = await addUnkept('gone');
    await deleteResults([gone]);
    const deletion = await deleteResults([old]);
    await deletion?.finish();
    expect(await kept()).toEqual(['new']);
  });
});

it('a deletion can be undone until it is finished, and not after an undo', async () => {
  const meta = await add('one');
  const deletion = await deleteResults([meta]);
  expect(prompts()).toEqual([]);
  await deletion?.undo();
  await deletion?.undo();
  await deletion?.finish();
  expect(prompts()).toEqual(['one']);
  expect(await kept()).toEqual(['one']);
});

it('a deletion that storage refuses leaves all pictures where they are', async () => {
  await add('one');
  await addUnkept('two');
  const refused = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Full.', 'QuotaExceededError');
  });
  expect(await deleteResults(listed())).toBeNull();
  refused.mockRestore();
  expect(prompts()).toEqual(['two', 'one']);
  expect(useProblem.getState().problem).toMatchObject({ from: 'storage' });
});

it('a picture that could not be kept is kept as soon as another one can be', async () => {
  await addUnkept('first');
  expect(await kept()).toEqual([]);
  await add('second');
  expect(await kept()).toEqual(expect.arrayContaining(['first', 'second']));
});

it('a picture gives way to another unless it is liked or lies on the table', async () => {
  const [liked, opened, plain] = [await add('liked'), await add('opened'), await add('plain')];
  await toggleFavourite(liked.id);
  await giveWay(liked.id, null);
  await giveWay(opened.id, opened.id);
  await giveWay(plain.id, opened.id);
  expect(prompts()).toEqual(['opened', 'liked']);
});
