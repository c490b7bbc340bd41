import { describe, expect, it } from 'vitest';
import { at } from '../testing/opened';
import { GestureRecognizer } from './recognizer';
import { WheelReader } from './wheel';
import type { WheelInput } from './wheel';

const finger = (id: number, x: number, y: number, time = 0) => at(x, y, { id, kind: 'touch', time });

/**
 * Where a view of zoom 1 comes to by a pinch along x, the fingers' events coming one at a time, and the largest factor of each
 * step (of 1 and more).
 */
function pinched([a, b]: [number, number], to: (i: number) => [number, number], count: number) {
  const r = new GestureRecognizer();
  const view = { x: 0, zoom: 1, steps: [] as number[] };
  r.down(finger(1, a, 0));
  r.down(finger(2, b, 0));
  for (let i = 1; i <= count; i++) {
    const [toA, toB] = to(i);
    for (const intent of [...r.move(finger(1, toA, 0)), ...r.move(finger(2, toB, 0))]) {
      if (intent.kind === 'pan') view.x += intent.dx;
      if (intent.kind !== 'zoom') continue;
      view.x = intent.x - (intent.x - view.x) * intent.factor;
      view.zoom *= intent.factor;
      view.steps.push(Math.max(intent.factor, 1 / intent.factor));
    }
  }
  return view;
}

const kinds = (intents: { kind: string }[]) => intents.map(({ kind }) => kind);

describe('GestureRecognizer', () => {
  it('hands a press, its drag and its release to the tool', () => {
    const r = new GestureRecognizer();
    expect(kinds(r.move(at(1, 1)))).toEqual(['hover']);
    expect(kinds(r.down(at(1, 1)))).toEqual(['press']);
    expect(kinds(r.move(at(5, 1)))).toEqual(['drag']);
    expect(kinds(r.up(at(5, 1)))).toEqual(['release']);
    expect(r.busy).toBe(false);
  });

  it('pans with Space or the middle button, and leaves the secondary one alone', () => {
    const r = new GestureRecognizer();
    r.holdSpace(true);
    expect(r.down(at(0, 0))).toEqual([]);
    expect(r.move(at(7, -2))).toEqual([{ kind: 'pan', dx: 7, dy: -2 }]);
    expect(r.up(at(7, -2))).toEqual([]);
    r.holdSpace(false);
    r.down(at(0, 0, { button: 1 }));
    expect(r.move(at(1, 1))).toEqual([{ kind: 'pan', dx: 1, dy: 1 }]);
    r.up(at(1, 1));
    expect(r.down(at(0, 0, { button: 2 }))).toEqual([]);
    expect(r.busy).toBe(false);
  });

  it('turns a drag into a pinch when a second finger comes, and cancels the drag', () => {
    const r = new GestureRecognizer();
    r.down(finger(1, 100, 100));
    r.move(finger(1, 120, 100));
    expect(r.down(finger(2, 220, 100))).toEqual([{ kind: 'cancel' }]);
    const [pan, zoom] = r.move(finger(2, 260, 100));
    expect(pan).toEqual({ kind: 'pan', dx: 20, dy: 0 });
    expect(zoom).toEqual({ kind: 'zoom', x: 190, y: 100, factor: 1.4 });
  });

  it.each([3, 8])('keeps the zoom while two fingers go side by side, by steps of %i px one after the other', (step) => {
    const view = pinched([100, 200], (i) => [100 + step * i, 200 + step * i], 20);
    expect(view.zoom).toBeCloseTo(1, 12);
    expect(view.x).toBeCloseTo(20 * step, 9);
  });

  it('zooms by the ratio of the distances, from where the fingers came down, without a leap on the way', () => {
    const view = pinched([150, 250], (i) => [150 - i, 250 + i], 20);
    expect(view.zoom).toBeCloseTo(1.4, 12);
    // What lay between the fingers still does.
    expect(200 * view.zoom + view.x).toBeCloseTo(200, 9);
    for (const step of view.steps) expect(step).toBeLessThan(1.06);
    expect(pinched([150, 250], (i) => [150 - i, 250 + i], 3).zoom).toBe(1);
  });

  it('draws nothing with the finger that a pinch leaves on the glass', () => {
    const r = new GestureRecognizer();
    r.down(finger(1, 0, 0));
    r.down(finger(2, 100, 0));
    r.move(finger(2, 150, 0));
    expect(r.up(finger(1, 0, 0, 5000))).toEqual([]);
    expect(r.move(finger(2, 170, 30))).toEqual([]);
    expect(r.up(finger(2, 170, 30))).toEqual([]);
    expect(kinds(r.down(finger(3, 1, 1)))).toEqual(['press']);
  });

  it('takes a short touch of two fingers for undo, once both have gone', () => {
    const r = new GestureRecognizer();
    r.down(finger(1, 0, 0, 0));
    r.down(finger(2, 100, 0, 40));
    expect(r.move(finger(2, 103, 0, 90))).toEqual([]);
    expect(r.up(finger(2, 103, 0, 150))).toEqual([]);
    expect(r.up(finger(1, 0, 0, 170))).toEqual([{ kind: 'undo' }]);
    // The browser tells of the lost capture after each.
    for (const id of [1, 2]) expect(r.lost(id)).toEqual([]);
    expect(kinds(r.down(finger(3, 1, 1, 200)))).toEqual(['press']);
  });

  it.each<[string, (r: GestureRecognizer) => void, end?: number]>([
    ['the first finger had pulled something', (r) => [r.move(finger(1, 5, 0, 20)), r.down(finger(2, 100, 0, 40))]],
    ['the first finger had been there for long', (r) => r.down(finger(2, 100, 0, 800)), 850],
    ['one of them moves', (r) => [r.down(finger(2, 100, 0, 40)), r.move(finger(1, 0, 9, 60))]],
    ['one of them stays', (r) => [r.down(finger(2, 100, 0, 40)), r.up(finger(2, 100, 0, 90))], 850],
    ['a third one comes', (r) => [r.down(finger(2, 100, 0, 40)), r.down(finger(3, 200, 0, 50))]],
    ['Escape is pressed', (r) => [r.down(finger(2, 100, 0, 40)), r.cancel()]],
    ['one of them is taken away', (r) => [r.down(finger(2, 100, 0, 40)), r.lost(1)]],
  ])('undoes nothing where %s', (_, go, end = 120) => {
    const r = new GestureRecognizer();
    r.down(finger(1, 0, 0, 0));
    go(r);
    expect(kinds([3, 2, 1].flatMap((id) => r.up(finger(id, 0, 0, end))))).not.toContain('undo');
    // The next one counts.
    r.down(finger(1, 0, 0, 1000));
    r.down(finger(2, 100, 0, 1010));
    expect(kinds([2, 1].flatMap((id) => r.up(finger(id, 0, 0, 1100))))).toEqual(['undo']);
  });

  it('lets the pen draw while the palm lies there, before and after it', () => {
    const r = new GestureRecognizer();
    const pen = (x: number, time: number) => at(x, 10, { id: 9, kind: 'pen', pressure: 0.8, time });
    expect(r.fingersDraw).toBe(true);
    expect(kinds(r.down(finger(1, 300, 300)))).toEqual(['press']);
    expect(kinds(r.down(pen(10, 10)))).toEqual(['cancel', 'press']);
    expect(r.down(finger(2, 310, 300, 20))).toEqual([]);
    expect(r.up(finger(2, 310, 300, 40))).toEqual([]);
    expect(r.move(finger(1, 320, 300, 50))).toEqual([]);
    expect(kinds(r.move(pen(11, 60)))).toEqual(['drag']);
    expect(kinds(r.up(pen(11, 70)))).toEqual(['release']);
    expect(r.up(finger(1, 320, 300, 80))).toEqual([]);
    expect(r.fingersDraw).toBe(false);
  });

  it('takes a single finger beside the pen for the palm, but for one on a handle, and two for a pinch', () => {
    const r = new GestureRecognizer();
    r.down(at(10, 10, { id: 9, kind: 'pen' }));
    r.up(at(10, 10, { id: 9, kind: 'pen', time: 1000 }));
    expect(r.down(finger(3, 0, 0, 1100))).toEqual([]);
    expect(r.move(finger(3, 40, 0, 1120))).toEqual([]);
    expect(r.down(finger(4, 100, 0, 1140))).toEqual([]);
    expect(kinds(r.move(finger(4, 200, 0, 1160)))).toEqual(['pan', 'zoom']);
    for (const id of [3, 4]) r.up(finger(id, 0, 0, 1180));
    expect(kinds(r.down({ ...finger(5, 0, 0, 1200), handle: 'right' }))).toEqual(['press']);
    r.up(finger(5, 0, 0, 1210));
    // It hovers on.
    r.move(at(12, 10, { id: 9, kind: 'pen', time: 1400 }));
    expect(r.down(finger(6, 0, 0, 1500))).toEqual([]);
    r.up(finger(6, 0, 0, 1510));
    expect(kinds(r.down(finger(7, 0, 0, 1700)))).toEqual(['press']);
  });

  it('goes on with what is dragged when a modifier comes or goes, where the pointer rests', () => {
    const r = new GestureRecognizer();
    const none = { shift: false, ctrl: false, alt: false };
    expect(r.modify({ ...none, shift: true })).toEqual([]);
    r.down(at(0, 0));
    r.move(at(50, 0));
    expect(r.modify({ ...none, shift: true })).toEqual([{ kind: 'drag', pointer: at(50, 0, { shift: true }) }]);
    expect(r.modify({ ...none, shift: true })).toEqual([]);
    expect(r.modify(none)).toEqual([{ kind: 'drag', pointer: at(50, 0) }]);
  });

  it.each([
    ['Escape', (r: GestureRecognizer) => r.cancel()],
    ['a lost pointer', (r: GestureRecognizer) => r.lost(1)],
    ['a lost focus', (r: GestureRecognizer) => r.reset()],
  ])('cancels by %s, and the pointer that is still down does nothing', (_, leave) => {
    const r = new GestureRecognizer();
    r.down(at(0, 0));
    expect(leave(r)).toEqual([{ kind: 'cancel' }]);
    expect(kinds(r.move(at(9, 9)))).not.toContain('drag');
    expect(kinds(r.up(at(9, 9)))).not.toContain('release');
    expect(kinds(r.down(at(0, 0)))).toEqual(['press']);
  });
});

describe('WheelReader', () => {
  const turn = (change: Partial<WheelInput>): WheelInput => ({
    x: 5,
    y: 6,
    deltaX: 0,
    deltaY: 0,
    deltaMode: 0,
    ctrl: false,
    shift: false,
    time: 0,
    ...change,
  });

  it('zooms at the pointer, out when turned towards the person', () => {
    const [intent] = new WheelReader().read(turn({ deltaY: 100 }));
    expect(intent).toMatchObject({ kind: 'zoom', x: 5, y: 6 });
    expect(intent?.kind === 'zoom' && intent.factor).toBeCloseTo(Math.exp(-0.2));
    expect(new WheelReader().read(turn({ deltaY: -3, deltaMode: 1 }))[0]).toMatchObject({ kind: 'zoom' });
  });

  it('pans sideways with Shift, and with a trackpad along both axes until the hand rests', () => {
    const reader = new WheelReader();
    expect(reader.read(turn({ deltaY: 30, shift: true }))).toEqual([{ kind: 'pan', dx: -30, dy: 0 }]);
    expect(reader.read(turn({ deltaX: 4, deltaY: 9 }))).toEqual([{ kind: 'pan', dx: -4, dy: -9 }]);
    expect(reader.read(turn({ deltaY: 9, time: 100 }))).toEqual([{ kind: 'pan', dx: -0, dy: -9 }]);
    expect(kinds(reader.read(turn({ deltaY: 9, time: 400 })))).toEqual(['zoom']);
  });

  it('takes a trackpad pinch for what it is, and never leaps', () => {
    const reader = new WheelReader();
    const [small] = reader.read(turn({ deltaY: -2, ctrl: true }));
    const [large] = reader.read(turn({ deltaY: -500, ctrl: true }));
    expect(small?.kind === 'zoom' && small.factor).toBeCloseTo(1.02, 2);
    expect(large?.kind === 'zoom' && large.factor).toBeLessThan(1.3);
  });
});
