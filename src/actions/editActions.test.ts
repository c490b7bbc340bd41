import { describe, expect, it } from 'vitest';
import { startPicture } from '../editor/pictures';
import { gradient } from '../editor/testing/images';
import { session } from '../editor/editor';
import { editMode } from '../jobs/editMode';
import { hand } from '../editor/hand';
import { moveExpansion, prepareExpansion, varyAction } from './editActions';

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
