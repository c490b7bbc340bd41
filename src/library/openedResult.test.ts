import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDocument, withFrame } from '../editor/document';
import { flat, gradient } from '../editor/testing/images';
import { session } from '../editor/editor';
import { takeNotices } from '../shell/notices';
import type { PictureMeta } from '../storage/pictureMeta';
import {
  followLosses,
  openedId,
  openedResult,
  openNewest,
  openResult,
  startNew,
  stepResult,
  useOnItsWay,
} from './openedResult';
import { useResults } from './results';

/** What storage has, and when it gives it. */
const disk = vi.hoisted(() => ({
  files: new Map<string, Blob | 'damaged'>(),
  waiting: [] as (() => void)[],
  slow: false,
}));
vi.mock('./results', async (original) => ({
  ...(await original<object>()),
  readResult: async (id: string) => {
    if (disk.slow) await new Promise<void>((resolve) => disk.waiting.push(resolve));
    return disk.files.get(id);
  },
}));
vi.mock('../editor/pictureFiles', () => ({
  openPicture: async (file: Blob | 'damaged') => {
    if (file === 'damaged') throw new Error('damaged');
    return { image: flat({ width: file.size, height: 8 }, [1, 2, 3, 255]) };
  },
}));

const metaOf = (id: string) => ({ id, request: null, deletedAt: null }) as unknown as PictureMeta;
const soon = () => new Promise((resolve) => setTimeout(resolve));

let stop = () => {};

beforeEach(() => {
  stop();
  useResults.setState({ pictures: ['d', 'c', 'b', 'a'].map(metaOf) });
  disk.files = new Map(['d', 'c', 'b', 'a'].map((id, i) => [id, new Blob(['x'.repeat(10 + i)])]));
  disk.slow = false;
  startNew();
  session.commit(withFrame(emptyDocument(), { x: 0, y: 0, width: 8, height: 8 }), 'Place frame');
  takeNotices();
  stop = followLosses();
});

const label = () => session.state.history.entries[session.state.history.index]?.label;

describe('the result on the table', () => {
  it('is what the document says, also after undo and redo', async () => {
    expect(openedId()).toBeNull();
    expect(await openResult('b')).toBe(true);
    expect(openedResult()?.id).toBe('b');
    session.commit({ ...session.document, origin: null }, 'Accept');
    expect(openedResult()).toBeNull();
    session.undo();
    expect(openedId()).toBe('b');
    session.undo();
    expect(openedId()).toBeNull();
    session.redo();
    expect(openedId()).toBe('b');
  });

  it('counts while it is on its way, and the last that was chosen wins', async () => {
    disk.slow = true;
    const first = openResult('a');
    expect(openedId()).toBe('a');
    const second = openResult('b');
    disk.waiting.splice(0).forEach((go) => go());
    expect(await second).toBe(true);
    expect(await first).toBe(false);
    expect(session.document.origin).toBe('b');
    expect(useOnItsWay.getState().id).toBeNull();
  });

  it('is not called for any more when the table was emptied meanwhile', async () => {
    disk.slow = true;
    const opening = openResult('a');
    startNew();
    disk.waiting.splice(0).forEach((go) => go());
    expect(await opening).toBe(false);
    expect(openedId()).toBeNull();
  });

  it('stays what it was where another can not be read', async () => {
    await openResult('b');
    disk.files.set('a', 'damaged');
    disk.files.delete('c');
    expect(await openResult('a')).toBe(false);
    expect(await openResult('c')).toBe(false);
    expect(openedId()).toBe('b');
    expect(takeNotices()).toHaveLength(2);
    expect(await openResult('nowhere')).toBe(false);
  });

  it('is a step: walking through several is one, and one that was just made has its own', async () => {
    await openResult('a');
    const steps = session.state.history.index;
    await openResult('b');
    expect([session.state.history.index, label()]).toEqual([steps, 'Open picture']);
    await openResult('c', gradient(8, 8));
    expect([session.state.history.index, label()]).toEqual([steps + 1, 'Generate']);
    expect(session.document.bounds?.width).toBe(8);
  });
});

it('walks to the older and the newer, over those that can not be read, and stops at the ends', async () => {
  await openNewest();
  expect(openedId()).toBe('d');
  await stepResult(-1);
  expect(openedId()).toBe('d');
  disk.files.set('c', 'damaged');
  await stepResult(1);
  expect(openedId()).toBe('b');
  await stepResult(-1);
  expect(openedId()).toBe('d');
});

describe('when the result on the table leaves the list', () => {
  const lose = async (...ids: string[]) => {
    useResults.setState(({ pictures }) => ({ pictures: pictures.filter(({ id }) => !ids.includes(id)) }));
    await soon();
  };

  it('its neighbour takes its place, and an empty table that of the last', async () => {
    await openResult('b');
    await lose('b');
    expect(openedId()).toBe('a');
    await lose('a');
    expect(openedId()).toBe('c');
    await lose('c', 'd');
    expect([openedId(), session.document.bounds]).toEqual([null, null]);
  });

  it('nothing changes for a picture that was edited since, or for another result', async () => {
    await openResult('b');
    await lose('a');
    expect(openedId()).toBe('b');
    session.commit({ ...session.document, origin: null }, 'Accept');
    const { document } = session;
    await lose('b');
    expect(session.document).toBe(document);
  });
});
