import { beforeEach, expect, it, vi } from 'vitest';
import { startPicture } from '../editor/pictures';
import { gradient } from '../editor/testing/images';
import type { FinishedPicture } from '../protocol/messages';
import { someRequest } from '../protocol/testing/someRequest';
import { session } from '../editor/editor';
import { useProblem } from '../shell/problem';
import type { PictureMeta } from '../storage/pictureMeta';
import { holdKept, keepAccepted, keepWhole, withResult } from './keptEdits';
import { useResults } from './results';

const done = vi.hoisted(() => ({
  added: [] as [FinishedPicture, string | undefined][],
  gave: [] as (string | null)[][],
  fails: false,
}));
vi.mock('./results', async (original) => ({
  ...(await original<object>()),
  addResult: async (picture: FinishedPicture, id?: string) => {
    if (done.fails) throw new Error('No canvas.');
    done.added.push([picture, id]);
  },
  giveWay: async (id: string, onTable: string | null) => void done.gave.push([id, onTable]),
}));

const request = someRequest({ prompt: 'a cat' });

beforeEach(async () => {
  Object.assign(done, { added: [], gave: [], fails: false });
  useResults.setState({ pictures: [] });
  useProblem.setState({ problem: null });
  const document = await startPicture(session.tiles, gradient(16, 8));
  session.commit({ ...document, lastEdit: request }, 'Accept');
});

it('keeps the whole artwork with the request of its last edit', async () => {
  await keepWhole(session.document, request);
  expect(done.added).toMatchObject([[{ request: { prompt: 'a cat' }, image: { width: 16, height: 8 } }, undefined]]);
});

it('names what an accepted edit is kept as, and nothing where it is in Results already', async () => {
  const named = withResult(session.document);
  expect(named.keptAs).not.toBeNull();
  await keepAccepted(named, 'former');
  expect(done.added[0]?.[1]).toBe(named.keptAs);
  expect(done.gave).toEqual([['former', null]]);
  useResults.setState({ pictures: [{ request, width: 16, height: 8 } as PictureMeta] });
  const known = withResult(session.document);
  expect(known.keptAs).toBeNull();
  await keepAccepted(known, 'former');
  expect(done.added).toHaveLength(1);
});

it('goes on after one that could not be kept, and says so', async () => {
  done.fails = true;
  await keepAccepted(withResult(session.document), null);
  expect(useProblem.getState().problem).toMatchObject({ from: 'storage' });
  done.fails = false;
  await keepAccepted(withResult(session.document), null);
  expect(done.added).toHaveLength(1);
});

it('holds what the person wants to stay: it gives way to nothing any more', async () => {
  const named = withResult(session.document);
  session.amend(named);
  expect(await holdKept(named)).toBe(false);
  useResults.setState({ pictures: [{ id: named.keptAs } as PictureMeta] });
  expect(await holdKept(named)).toBe(true);
  expect(session.document.keptAs).toBeNull();
});
