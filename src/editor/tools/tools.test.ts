import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains } from '../../geometry/rect';
import { MAX_BRUSH, MIN_BRUSH, nextBrushSize } from './brush';
import { moveFrame, resizeFrame } from './frame';
import { dragRect } from './select';
import { edgeAt } from './tool';
import type { Tool, ToolContext, ToolPointer } from './tool';
import { createTools } from './tools';

const artwork = { x: 0, y: 0, width: 256, height: 256 };
const context = (change: Partial<ToolContext> = {}): ToolContext => ({
  artwork,
  target: null,
  frame: null,
  model: { native: { width: 256, height: 256 }, grid: 32, minSide: 128, maxSide: 512 },
  zoom: 1,
  brush: { size: 40, softness: 0.5, pressure: true },
  ...change,
});
const at = (x: number, y: number, change: Partial<ToolPointer> = {}): ToolPointer => ({
  x,
  y,
  screen: { x, y },
  kind: 'mouse',
  pressure: 0.5,
  shift: false,
  ctrl: false,
  alt: false,
  handle: null,
  ...change,
});

function drag(tool: Tool, path: ToolPointer[], c = context()) {
  const [first, ...rest] = path;
  const last = path.at(-1);
  if (!first || !last) return [];
  return [...tool.down(first, c), ...rest.flatMap((p) => tool.move(p, c)), ...tool.up(last, c)];
}

describe('hand', () => {
  it('pulls an edge outward on the grid, and never cuts the picture', () => {
    const { hand } = createTools();
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }), (x, y) => {
        const effects = drag(hand, [at(256, 128), at(256 + x, 128 + y), at(256 + x, 128 + y)]);
        const last = effects.at(-1);
        if (last?.kind !== 'target' || !last.target) return;
        expect(contains(last.target, artwork)).toBe(true);
        expect((last.target.width - 256) % 32).toBe(0);
        expect(last.target.height).toBe(256);
      }),
    );
  });

  it('takes the wish back when the edge is put back', () => {
    const { hand } = createTools();
    const effects = drag(hand, [at(256, 100), at(330, 100), at(256, 100)]);
    expect(effects.at(-1)).toEqual({ kind: 'target', target: null, held: null });
  });

  it('puts the edge back where it was when cancelled', () => {
    const { hand } = createTools();
    const target = { x: 0, y: 0, width: 320, height: 256 };
    const c = context({ target });
    hand.down(at(320, 100), c);
    hand.move(at(420, 100), c);
    expect(hand.cancel(c)).toEqual([{ kind: 'target', target, held: null }]);
    expect(hand.up(at(420, 100), c)).toEqual([]);
  });

  it('does not take a click for a drag', () => {
    expect(drag(createTools().hand, [at(256, 100), at(257, 101)])).toEqual([]);
  });

  it('pans away from the edges, and where there is no picture', () => {
    expect(drag(createTools().hand, [at(100, 100), at(110, 95)])).toEqual([{ kind: 'pan', dx: 10, dy: -5 }]);
    const empty = context({ artwork: null });
    expect(drag(createTools().hand, [at(256, 100), at(266, 100)], empty)).toEqual([{ kind: 'pan', dx: 10, dy: 0 }]);
  });

  it('grabs the whole edge, wider for fingers, and corners first', () => {
    expect(edgeAt(artwork, at(259, 30), 1)).toBe('right');
    expect(edgeAt(artwork, at(270, 200), 1)).toBeNull();
    expect(edgeAt(artwork, at(270, 200, { kind: 'touch' }), 1)).toBe('right');
    expect(edgeAt(artwork, at(-3, 260), 1)).toBe('bottomLeft');
    expect(edgeAt(artwork, at(128, 128), 1)).toBeNull();
    expect(edgeAt(artwork, at(128, 128), 0.05)).toBeNull();
  });
});

describe('frame', () => {
  const frame = { x: 32, y: 32, width: 256, height: 256 };
  const { model } = context();

  it('moves on the grid of the picture, finely with Ctrl', () => {
    const c = context({ frame });
    expect(drag(createTools().frame, [at(100, 100), at(150, 100)], c).at(-1)).toEqual({
      kind: 'frame',
      frame: { ...frame, x: 96 },
      done: true,
    });
    const fine = drag(createTools().frame, [at(100, 100), at(105, 100, { ctrl: true })], c).at(-1);
    expect(fine).toMatchObject({ frame: { x: 37 } });
  });

  it('keeps sides that the model can do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('left', 'right', 'top', 'bottom', 'topLeft', 'bottomRight'),
        fc.integer({ min: -900, max: 900 }),
        fc.integer({ min: -900, max: 900 }),
        fc.boolean(),
        (handle, x, y, both) => {
          const next = resizeFrame(frame, handle, { x, y }, 32, both, model);
          expect(next.width % 32).toBe(0);
          expect(next.height % 32).toBe(0);
          expect(Math.min(next.width, next.height)).toBeGreaterThanOrEqual(128);
          if (!both && handle === 'right') expect(next.x).toBe(frame.x);
          if (!both && handle === 'left') expect(next.x + next.width).toBe(288);
        },
      ),
    );
  });

  it('snaps idempotently', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 }), (x, y) => {
        const once = moveFrame(frame, { x, y }, 32, { x: 5, y: 9 });
        expect(moveFrame(once, { x: 0, y: 0 }, 32, { x: 5, y: 9 })).toEqual(once);
      }),
    );
  });

  it('comes to a click beside it, is drawn anew by a drag there, and goes back on cancel', () => {
    const c = context({ frame });
    expect(drag(createTools().frame, [at(700, 700)], c).at(-1)).toMatchObject({
      frame: { x: 576, y: 576, width: 256 },
    });
    expect(drag(createTools().frame, [at(600, 600), at(450, 850)], c).at(-1)).toMatchObject({
      frame: { width: 160, height: 256 },
    });
    const tool = createTools().frame;
    tool.down(at(100, 100), c);
    tool.move(at(300, 100), c);
    expect(tool.cancel(c)).toEqual([{ kind: 'frame', frame, done: false }]);
  });

  it('moves, grows and goes by keys', () => {
    const c = context({ frame });
    const { frame: tool } = createTools();
    expect(tool.key({ key: 'ArrowLeft', shift: false, ctrl: false }, c)[0]).toMatchObject({
      frame: { x: 0, width: 256 },
    });
    expect(tool.key({ key: 'ArrowDown', shift: true, ctrl: false }, c)[0]).toMatchObject({ frame: { height: 288 } });
    expect(tool.key({ key: 'Delete', shift: false, ctrl: false }, c)[0]).toMatchObject({ frame: null });
    expect(tool.key({ key: 'x', shift: false, ctrl: false }, c)).toEqual([]);
  });
});

describe('mask tools', () => {
  it('draw with the size that the pen presses', () => {
    const { brush } = createTools();
    const [start, first] = brush.down(at(5, 5, { kind: 'pen', pressure: 0.5 }), context());
    expect(start).toEqual({ kind: 'strokeStart', erase: false, softness: 0.5 });
    expect(first).toMatchObject({ kind: 'strokeTo', radius: 10 });
    expect(brush.move(at(9, 5), context())[0]).toMatchObject({ radius: 20 });
    expect(brush.cancel(context())).toEqual([{ kind: 'strokeCancel' }]);
    expect(brush.move(at(9, 5), context())).toEqual([]);
    expect(brush.up(at(9, 5), context())).toEqual([]);
  });

  it('do the opposite with Alt', () => {
    const { brush, eraser } = createTools();
    expect(brush.down(at(0, 0, { alt: true }), context())[0]).toMatchObject({ erase: true });
    expect(eraser.down(at(0, 0), context())[0]).toMatchObject({ erase: true });
    expect(eraser.down(at(0, 0, { alt: true }), context())[0]).toMatchObject({ erase: false });
  });

  it('select a rectangle of whole pixels, a square with Shift', () => {
    expect(dragRect({ x: 10.4, y: 30 }, { x: 2, y: 41.7 }, false)).toEqual({ x: 2, y: 30, width: 8, height: 12 });
    expect(dragRect({ x: 0, y: 0 }, { x: -5, y: 20 }, true)).toEqual({ x: -20, y: 0, width: 20, height: 20 });
    const effects = drag(createTools().rectangle, [at(0, 0), at(20, 10)]);
    expect(effects.at(-1)).toMatchObject({ kind: 'shape', erase: false });
    expect(drag(createTools().rectangle, [at(0, 0), at(1, 0)])).toEqual([{ kind: 'outline', points: null }]);
  });

  it('select what the lasso went around, without points that say nothing', () => {
    const path = [at(0, 0), at(20, 0), at(20.5, 0), at(20, 20), at(0, 20)];
    const shape = drag(createTools().lasso, path, context()).at(-1);
    expect(shape?.kind === 'shape' && shape.points).toHaveLength(4);
  });

  it('change the brush by a tenth, within its limits', () => {
    expect(nextBrushSize(50, 1)).toBe(55);
    expect(nextBrushSize(5, -1)).toBe(4);
    expect(nextBrushSize(MIN_BRUSH, -1)).toBe(MIN_BRUSH);
    expect(nextBrushSize(MAX_BRUSH, 1)).toBe(MAX_BRUSH);
  });
});
