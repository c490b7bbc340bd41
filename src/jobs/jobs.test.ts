import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDocument } from '../editor/document';
import { startPicture } from '../editor/pictures';
import { gradient } from '../editor/testing/images';
import type { RequestOptions } from '../engine/engine';
import { session } from '../editor/editor';
import { useModel } from '../engineState/model';
import { defaultSettings, useSettings } from '../settings/settings';
import type { PictureMeta } from '../storage/pictureMeta';
import { useResults } from '../library/results';
import { takeNotices } from '../shell/notices';
import { useProblem } from '../shell/problem';
import { error, finished, pictureOf, soon } from './testing/fakeWorld';
import { activeJob } from './jobQueue';
import { openStore } from '../storage/keyValue';
import { followModel, isWorking, jobs, lookAtTable, reserveTiles, restoreJobs, shownJob, watchAgain } from './jobs';
import { followForming } from './stageForming';

const asked = vi.hoisted(() => ({
  calls: [] as {
    kind: string;
    payload: unknown;
    options: RequestOptions;
    done: () => void;
    fail: (error: unknown) => void;
  }[],
}));
vi.mock('../engineState/engine', async (original) => ({
  ...(await original<object>()),
  engine: () => ({
    request: (kind: string, payload: unknown, options: RequestOptions) =>
      new Promise<void>((done, fail) => {
        asked.calls.push({ kind, payload, options, done, fail });
        options.signal?.addEventListener('abort', () => fail(new Error('aborted')));
      }),
  }),
}));
vi.mock('../engineState/model', async (original) => {
  const card = (await import('../../public/models/starter/card.json')).default;
  return { ...(await original<object>()), prepareModel: async () => card };
});
vi.mock('../library/thumbnails', () => ({
  encodeWithThumbnail: async () => ({ png: new Blob(['png']), thumbnail: new Blob(['small']) }),
}));
vi.mock('../storage/pictures', async (original) => ({
  ...(await original<object>()),
  savePicture: async () => undefined,
}));

const last = () => {
  const call = asked.calls.at(-1);
  if (!call) throw new Error('The engine was not asked.');
  return call;
};
const tell = (index: number) => last().options.onEvent?.({ kind: 'picture', picture: finished(index, 'a cat') });
const region = { x: 0, y: 0, width: 256, height: 256 };
const preview = () =>
  last().options.onEvent?.({ kind: 'preview', picture: 0, step: 1, image: gradient(256, 256), region });

let stop: () => void = () => undefined;

beforeEach(async () => {
  stop();
  jobs.cancelAll();
  await soon();
  await jobs.settled();
  for (const { id } of jobs.store.getState().jobs) jobs.dismiss(id);
  session.commit(emptyDocument(), 'New picture');
  useResults.setState({ pictures: [] });
  useSettings.getState().set(defaultSettings());
  takeNotices();
  stop = followForming();
});

const prompts = () => useResults.getState().pictures.map((meta: PictureMeta) => meta.request?.prompt);

describe('a new picture', () => {
  it('forms on the stage, becomes a result, and lies on the table when it has landed', async () => {
    jobs.add(pictureOf('a cat'));
    await soon();
    expect(last().payload).toMatchObject({ request: { prompt: 'a cat' }, preview: 'decoder' });
    expect(session.state.forming).toMatchObject({ alone: true, preview: null });
    preview();
    expect(session.state.forming?.preview).not.toBeNull();
    tell(0);
    last().done();
    await jobs.settled();
    expect(prompts()).toEqual(['a cat']);
    expect(session.document.origin).toBe(useResults.getState().pictures[0]?.id);
    expect(session.state.forming).toBeNull();
    expect(isWorking()).toBe(false);
  });

  it('that nobody watches lands in Results only, and is there for who comes back to it', async () => {
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    jobs.add(pictureOf('a cat', { pictures: 2 }));
    await soon();
    expect(shownJob(jobs.store.getState(), session.document)).not.toBeNull();
    lookAtTable();
    expect(session.state.forming).toBeNull();
    preview();
    expect(session.state.forming).toBeNull();
    tell(0);
    await soon();
    expect(prompts()).toEqual(['a cat']);
    expect(session.document.bounds).toMatchObject({ width: 64 });
    watchAgain();
    expect(session.state.forming).not.toBeNull();
    last().done();
    await jobs.settled();
  });
});

describe('an edit', () => {
  it('forms where it is, as long as the document is the one it was asked for', async () => {
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
    const { settings } = pictureOf('a cat');
    const target = { ...region, width: 512 };
    const base = session.document;
    jobs.add({ kind: 'edit', settings, documentId: null, base, order: { kind: 'expand', target }, label: 'Expand' });
    await vi.waitFor(() => expect(activeJob(jobs.store.getState())?.state.phase).toBe('running'), { timeout: 20_000 });
    expect(session.state.forming).toMatchObject({ alone: false });
    // Whoever looks at the table sees it: it is there.
    lookAtTable();
    expect(session.state.forming).not.toBeNull();
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    expect(session.state.forming).toBeNull();
    session.undo();
    expect(session.state.forming).not.toBeNull();
  });
});

it('keeps the tiles that a waiting edit needs, whatever becomes of the history', async () => {
  await reserveTiles();
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
  const base = session.document;
  const [tile = ''] = Object.values(base.tiles);
  jobs.add(pictureOf('first'));
  const order = { kind: 'vary', region, strength: 0.5 } as const;
  const id = jobs.add({
    kind: 'edit',
    settings: pictureOf('a cat').settings,
    documentId: null,
    base,
    order,
    label: 'Vary',
  });
  session.undo();
  session.commit({ ...emptyDocument(), frame: region }, 'Place frame');
  expect(session.usedTiles().has(tile)).toBe(true);
  session.tiles.retain(session.usedTiles());
  session.tiles.retain(session.usedTiles());
  await expect(session.tiles.load([tile])).resolves.toBeDefined();
  jobs.cancel(id);
  expect(session.usedTiles().has(tile)).toBe(false);
});

it('goes on with what waits when the model can be had again', async () => {
  const unfollow = followModel();
  jobs.store.setState({ held: true });
  useModel.setState({ phase: { status: 'loading' } });
  expect(jobs.store.getState().held).toBe(true);
  useModel.setState({ phase: { status: 'ready' } });
  expect(jobs.store.getState().held).toBe(false);
  unfollow();
});

it('says what went wrong in a run, unless that is said of the model', async () => {
  useModel.setState({ phase: { status: 'ready' } });
  jobs.add(pictureOf('a cat'));
  await soon();
  last().options.onEvent?.({ kind: 'notice', message: 'A word.' });
  last().fail(new Error('broken'));
  await jobs.settled();
  expect(useProblem.getState().problem).toMatchObject({ from: 'run', error: { code: 'internal' } });
  expect(takeNotices().map(({ message }) => message)).toEqual(['A word.']);
  useProblem.setState({ problem: null });
  jobs.add(pictureOf('a dog'));
  await soon();
  useModel.setState({ phase: { status: 'failed', error: error('network') } });
  last().fail(error('network'));
  await jobs.settled();
  expect(useProblem.getState().problem).toBeNull();
});

it('brings back what waited in this tab, beside what the person has come back to', async () => {
  vi.stubGlobal('sessionStorage', { getItem: () => 'this tab', setItem: () => undefined });
  const stored = { version: 1, owner: 'this tab', addedAt: 1, work: pictureOf('a waiting cat') };
  await openStore<unknown>('jobs').setMany([
    ['a', { ...stored, id: 'a', state: { phase: 'preparing' } }],
    ['b', { ...stored, id: 'b', addedAt: 2, state: { phase: 'queued' } }],
  ]);
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
  await restoreJobs();
  await soon();
  expect(jobs.store.getState().jobs.map(({ id, state }) => [id, state.phase])).toEqual([
    ['a', 'ended'],
    ['b', 'running'],
  ]);
  expect(session.state.forming).toBeNull();
  last().done();
  await jobs.settled();
  await vi.waitFor(async () => expect(await openStore('jobs').keys()).toEqual(['a']), { timeout: 20_000 });
  vi.unstubAllGlobals();
});
