import { describe, expect, it } from 'vitest';
import { GestureRecognizer } from './recognizer';
import type { PointerInput } from './recognizer';
import { WheelReader } from './wheel';
import type { WheelInput } from './wheel';

const at = (x: number, y: number, change: Partial<PointerInput> = {}): PointerInput => ({
  id: 1,
  kind: 'mouse',
  button: 0,
  pressure: 0.5,
  time: 0,
  shift: false,
  ctrl: false,
  alt: false,
  handle: null,
  x,
  y,
  ...change,
});
const finger = (id: number, x: number, y: number, time = 0) => at(x, y, { id, kind: 'touch', time });
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
    expect(r.down(finger(2, 200, 100))).toEqual([{ kind: 'cancel' }]);
    r.move(finger(2, 220, 100));
    const [pan, zoom] = r.move(finger(2, 260, 100));
    expect(pan).toEqual({ kind: 'pan', dx: 20, dy: 0 });
    expect(zoom).toEqual({ kind: 'zoom', x: 190, y: 100, factor: 1.4 });
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

  it('takes a short touch of two fingers for undo', () => {
    const r = new GestureRecognizer();
    r.down(finger(1, 0, 0, 0));
    r.down(finger(2, 100, 0, 40));
    expect(r.move(finger(2, 103, 0, 90))).toEqual([]);
    expect(r.up(finger(2, 103, 0, 150))).toEqual([{ kind: 'undo' }]);
    expect(r.up(finger(1, 0, 0, 170))).toEqual([]);
  });

  it('lets the pen draw while the palm lies there, before and after it', () => {
    const r = new GestureRecognizer();
    expect(kinds(r.down(finger(1, 300, 300)))).toEqual(['press']);
    expect(kinds(r.down(at(10, 10, { id: 9, kind: 'pen', pressure: 0.8 })))).toEqual(['cancel', 'press']);
    expect(r.down(finger(2, 310, 300))).toEqual([]);
    expect(r.move(finger(1, 320, 300))).toEqual([]);
    expect(kinds(r.move(at(11, 10, { id: 9, kind: 'pen' })))).toEqual(['drag']);
    expect(kinds(r.up(at(11, 10, { id: 9, kind: 'pen' })))).toEqual(['release']);
    r.up(finger(1, 320, 300));
    expect(r.down(finger(3, 0, 0))).toEqual([]);
    expect(r.move(finger(3, 4, 0))).toEqual([{ kind: 'pan', dx: 4, dy: 0 }]);
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
