import { describe, expect, it } from 'vitest';
import { startPicture } from '../editor/pictures';
import { gradient } from '../editor/testing/images';
import { session } from '../editor/editor';
import { editMode } from '../jobs/editMode';
import { hand } from '../editor/hand';
import { jobs } from '../jobs/jobs';
import { pictureOf } from '../jobs/testing/fakeWorld';
import { ACTIONS } from './allActions';
import { isPossible } from './action';
import { invertMaskAction, moveExpansion, prepareExpansion, varyAction } from './editActions';
import { TOOL_ACTIONS } from './editorActions';

const middle = { x: 0.5, y: 0.5 };
const wide = { ratio: [16, 9] } as const;

describe('expanding to a shape', () => {
  it('puts back what is prepared where the picture itself has the shape', async () => {
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
    prepareExpansion(wide, middle);
    expect(session.state.target).toEqual({ x: -100, y: 0, width: 456, height: 256 });
    prepareExpansion({ ratio: [1, 1] }, middle);
    expect(session.state.target).toBeNull();
  });

  it('moves what is prepared when the picture is to lie elsewhere in it', () => {
    moveExpansion({ x: 0, y: 0 });
    expect(session.state.target).toBeNull();
    prepareExpansion(wide, middle);
    moveExpansion({ x: 0, y: 0 });
    expect(session.state.target).toEqual({ x: 0, y: 0, width: 456, height: 256 });
  });

  it('and a frame in the hand take turns: what was asked for last is prepared', () => {
    hand.take('frame');
    expect(session.state.target).toBeNull();
    expect(editMode()).toBe('frame');
    prepareExpansion(wide, middle);
    expect(session.state.tool).toBe('hand');
    expect(editMode()).toBe('expand');
    hand.take('frame');
    expect(editMode()).toBe('frame');
    void varyAction.run();
    expect(editMode()).toBe('vary');
  });
});

describe('while a picture forms in front of the one on the table', () => {
  it('tools and edits can be had, and show what lies there', async () => {
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
    const region = { x: 0, y: 0, width: 256, height: 256 };
    const brush = TOOL_ACTIONS.find(({ tool }) => tool === 'brush')?.action;
    const edits = [
      brush,
      varyAction,
      invertMaskAction,
      { enabled: () => true, run: () => prepareExpansion(wide, middle) },
    ];
    for (const edit of edits) {
      jobs.watch(true);
      session.set({
        forming: { region, alone: true, tiles: [], sketches: [], preview: null, before: null, since: 0 },
      });
      expect(edit?.enabled()).toBe(true);
      await edit?.run();
      expect(jobs.store.getState().watching).toBe(false);
    }
    session.set({ forming: null });
  });
});

it('Escape takes back what is prepared before it ends what runs elsewhere, and ends the edit that it was prepared for', () => {
  const escape = () => ACTIONS.filter(({ shortcuts }) => shortcuts?.includes('Escape')).find(isPossible)?.id;
  const state = { phase: 'preparing' } as const;
  jobs.store.setState({ jobs: [{ id: 'a', addedAt: 0, work: pictureOf('a cat'), state }] });
  session.set({ target: null });
  expect(escape()).toBe('cancel');
  prepareExpansion(wide, middle);
  expect(escape()).toBe('put-back');
  const base = session.document;
  const order = { kind: 'expand', target: { x: 0, y: 0, width: 456, height: 256 } } as const;
  const work = { ...pictureOf('a cat'), kind: 'edit', documentId: null, base, order, label: 'Expand' } as const;
  jobs.store.setState({ jobs: [{ id: 'a', addedAt: 0, work, state }] });
  expect(escape()).toBe('cancel');
  jobs.store.setState({ jobs: [] });
});
