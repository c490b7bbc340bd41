import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** As much of a page as the words need. */
class Node {
  children: Node[] = [];
  textContent = '';
  className = '';
  constructor(readonly tag: string) {}
  append(...more: Node[]) {
    this.children.push(...more);
  }
  replaceChildren(...only: Node[]) {
    this.children = only;
  }
  addEventListener() {}
  get text(): string {
    return [this.textContent, ...this.children.map((child) => child.text)].join(' ');
  }
}

let root: Node;
let listeners: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  root = new Node('div');
  const starting = new Node('div');
  starting.className = 'starting';
  root.append(starting);
  listeners = new EventTarget();
  vi.stubGlobal('addEventListener', listeners.addEventListener.bind(listeners));
  vi.stubGlobal('document', {
    querySelector: () => root.children.find(({ className }) => className === 'starting') ?? null,
    getElementById: () => root,
    createElement: (tag: string) => new Node(tag),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const fail = (type: string, more: object) => listeners.dispatchEvent(Object.assign(new Event(type), more));

test('what throws while modules load is said in the place of an empty page', async () => {
  await import('./lastWords');
  fail('error', { error: new TypeError('crypto.randomUUID is not a function') });
  vi.advanceTimersByTime(5000);
  expect(root.text).toContain('Outpane could not start.');
  expect(root.text).toContain('crypto.randomUUID is not a function');
  expect(root.text).toContain('Reload the page');
});

test('so is a rejection; but nothing is said once the app is there', async () => {
  await import('./lastWords');
  fail('unhandledrejection', { reason: 'no' });
  root.replaceChildren(new Node('app'));
  vi.advanceTimersByTime(5000);
  expect(root.children.map(({ tag }) => tag)).toEqual(['app']);
  fail('error', { error: new Error('later'), message: '' });
  vi.advanceTimersByTime(5000);
  expect(root.children.map(({ tag }) => tag)).toEqual(['app']);
});

test('a browser that can not draw is told so', async () => {
  class Canvas {
    getContext = () => ({});
  }
  class CanvasWithout2d {
    getContext = () => null;
  }
  const { canStart } = await import('./lastWords');
  for (const lacking of [undefined, CanvasWithout2d]) {
    vi.stubGlobal('OffscreenCanvas', lacking);
    expect(canStart()).toBe(false);
    expect(root.text).toContain("Outpane can't run in this browser. It lacks OffscreenCanvas");
  }
  vi.stubGlobal('OffscreenCanvas', Canvas);
  vi.stubGlobal('createImageBitmap', () => undefined);
  expect(canStart()).toBe(true);
});
