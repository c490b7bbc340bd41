import { afterEach, expect, it, vi } from 'vitest';
import { stage } from '../editor/document';
import { session } from '../editor/editor';
import { Stroke } from '../editor/mask/stroke';
import type { EditorState } from '../editor/editorState';
import { makeCandidate, startPicture } from '../editor/pictures';
import { gradient } from '../editor/testing/images';
import { someRequest } from '../protocol/testing/someRequest';
import { useRoute } from '../shell/route';
import { isPossible } from './action';
import { ACTIONS } from './allActions';
import { ASKED, watchPossible } from './watchPossible';

const region = { x: 0, y: 0, width: 64, height: 64 };
const open = () => session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));

let stop = () => {};
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

function counted(): { of(change: () => unknown): number } {
  const changed = vi.fn();
  stop = watchPossible(changed);
  return {
    of: (change) => {
      changed.mockClear();
      change();
      return changed.mock.calls.length;
    },
  };
}

it('says nothing while a pointer hovers, draws, pans or pulls', async () => {
  await open();
  session.set({ target: region, held: 'right' });
  const calls = counted();
  const moves: Partial<EditorState>[] = [
    { pointer: { x: 1, y: 2 } },
    { cursor: 'grab' },
    { stroke: { live: new Stroke({}, () => new Uint8ClampedArray(), false, 0) } },
    { outline: [{ x: 0, y: 0 }] },
    { movingFrame: region },
    { view: { x: 1, y: 1, zoom: 2 } },
    { forming: { region, alone: false, tiles: [], sketches: [], preview: null, before: null, since: 0 } },
    { target: { ...region, width: 80 } },
  ];
  for (const move of moves) expect([move, calls.of(() => session.set(move))]).toEqual([move, 0]);
  session.set({ stroke: null, outline: null, forming: null, movingFrame: undefined });
});

it('says once what an action may depend on', async () => {
  await open();
  session.set({ target: null, held: null, tool: 'hand' });
  const calls = counted();
  expect(calls.of(() => session.set({ tool: 'brush' }))).toBe(1);
  expect(calls.of(() => session.set({ target: region }))).toBe(1);
  expect(calls.of(() => session.set({ held: 'right' }))).toBe(1);
  expect(calls.of(() => session.putBack())).toBe(1);
  expect(calls.of(() => session.undo())).toBe(1);
  expect(calls.of(() => useRoute.setState({ screen: 'gallery' }))).toBe(1);
  useRoute.setState({ screen: 'canvas' });
  stop();
  expect(calls.of(() => session.set({ tool: 'hand' }))).toBe(0);
});

it('knows every field of the editor that an action asks', async () => {
  const asked = new Set<PropertyKey>();
  const ask = () => {
    const state = new Proxy(session.store.getState(), {
      get: (whole, name: keyof EditorState) => {
        asked.add(name);
        return whole[name];
      },
    });
    const spy = vi.spyOn(session.store, 'getState').mockReturnValue(state);
    for (const action of ACTIONS) isPossible(action);
    spy.mockRestore();
  };
  ask();
  await open();
  ask();
  session.set({ target: region });
  ask();
  session.set({ target: null, tool: 'brush' });
  ask();
  const candidate = await makeCandidate(session.tiles, session.document, region, gradient(64, 64), someRequest());
  session.commit(stage(session.document, { intent: 'vary', region }, candidate), 'Vary');
  ask();
  expect([...asked].toSorted()).toEqual([...ASKED].toSorted());
});
