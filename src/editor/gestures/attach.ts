import type { Intent, Modifiers, PointerInput, PointerKind } from './intents';
import type { GestureRecognizer } from './recognizer';
import { WheelReader } from './wheel';

/** Safari's trackpad pinch; other browsers send a wheel event with ctrlKey instead. */
interface SafariGesture extends Event {
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

const isSafariGesture = (event: Event): event is SafariGesture => 'scale' in event && 'clientX' in event;

const kinds: Record<string, PointerKind> = { pen: 'pen', touch: 'touch' };

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Meta', 'Alt'];

const modifiersOf = (event: MouseEvent | KeyboardEvent): Modifiers => ({
  shift: event.shiftKey,
  ctrl: event.ctrlKey || event.metaKey,
  alt: event.altKey,
});

/** Where typing, or (unless it was only clicked) a control of its own needs the space bar. */
function takesSpace(target: EventTarget | null, clicked: boolean): boolean {
  const takers = `input, textarea, select, [contenteditable]${clicked ? '' : ', button, a'}`;
  return target instanceof Element && target.closest(takers) !== null;
}

/**
 * Feeds a recognizer from the DOM events of one element and hands on what it understood. The element needs
 * `touch-action: none`; controls on it that a drag may begin on carry `data-handle`, and whatever must not start one
 * carries `data-own-pointer`. Returns the way to let go.
 */
export function attachGestures(
  element: HTMLElement,
  recognizer: GestureRecognizer,
  act: (intents: Intent[]) => void,
): () => void {
  const wheel = new WheelReader();
  const life = new AbortController();
  const on = { signal: life.signal };
  let safariScale = 1;
  let spaceHeld = false;
  /** The pointer is over the element, and what has the focus got it by a press. */
  let over = false;
  let pressed = false;
  element.addEventListener('pointerenter', () => (over = true), on);
  element.addEventListener('pointerleave', () => (over = false), on);
  window.addEventListener('pointerdown', () => (pressed = true), { ...on, capture: true });

  const at = (event: { clientX: number; clientY: number }) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const read = (event: PointerEvent): PointerInput => ({
    ...at(event),
    id: event.pointerId,
    kind: kinds[event.pointerType] ?? 'mouse',
    button: event.button,
    pressure: event.pointerType === 'pen' ? event.pressure : 0.5,
    time: event.timeStamp,
    ...modifiersOf(event),
    handle:
      event.target instanceof Element
        ? (event.target.closest<HTMLElement>('[data-handle]')?.dataset.handle ?? null)
        : null,
  });
  const modify = (event: KeyboardEvent) => {
    if (!MODIFIERS.includes(event.key) || !recognizer.busy) return;
    // Alt alone would go to the browser's menu, and take the drag's focus with it.
    if (event.key === 'Alt') event.preventDefault();
    act(recognizer.modify(modifiersOf(event)));
  };
  const own = (event: Event) => event.target instanceof Element && event.target.closest('[data-own-pointer]') !== null;

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (own(event)) return;
      // The middle button would start the browser's own scrolling.
      if (event.button === 1) event.preventDefault();
      const intents = recognizer.down(read(event));
      if (recognizer.busy) element.setPointerCapture(event.pointerId);
      act(intents);
    },
    on,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      // A fast hand moves several times a frame; only strokes need all of it, and hovering never does.
      const all = recognizer.busy ? (event.getCoalescedEvents?.() ?? []) : [];
      act((all.length > 0 ? all : [event]).flatMap((one) => recognizer.move(read(one))));
    },
    on,
  );
  element.addEventListener('pointerup', (event) => act(recognizer.up(read(event))), on);
  element.addEventListener('pointercancel', (event) => act(recognizer.lost(event.pointerId)), on);
  element.addEventListener('lostpointercapture', (event) => act(recognizer.lost(event.pointerId)), on);
  element.addEventListener('contextmenu', (event) => event.preventDefault(), on);
  element.addEventListener(
    'wheel',
    (event) => {
      if (own(event)) return;
      event.preventDefault();
      const { deltaX, deltaY, deltaMode, ctrlKey, shiftKey, timeStamp } = event;
      act(wheel.read({ ...at(event), deltaX, deltaY, deltaMode, ctrl: ctrlKey, shift: shiftKey, time: timeStamp }));
    },
    { ...on, passive: false },
  );
  for (const name of ['gesturestart', 'gesturechange', 'gestureend']) {
    element.addEventListener(
      name,
      (event) => {
        event.preventDefault();
        if (!isSafariGesture(event)) return;
        // On a touch screen the pointers tell the same story already.
        if (name === 'gesturechange' && !recognizer.busy)
          act([{ kind: 'zoom', ...at(event), factor: event.scale / safariScale }]);
        safariScale = name === 'gesturechange' ? event.scale : 1;
      },
      { ...on, passive: false },
    );
  }
  window.addEventListener(
    'blur',
    () => {
      spaceHeld = false;
      act(recognizer.reset());
    },
    on,
  );
  window.addEventListener(
    'keydown',
    (event) => {
      modify(event);
      if (event.key === 'Tab') pressed = false;
      if (event.code !== 'Space' || (!spaceHeld && takesSpace(event.target, over && pressed))) return;
      event.preventDefault();
      spaceHeld = true;
      recognizer.holdSpace(true);
    },
    on,
  );
  window.addEventListener(
    'keyup',
    (event) => {
      modify(event);
      if (event.code !== 'Space' || !spaceHeld) return;
      // Some browsers press the button that was clicked last only now.
      event.preventDefault();
      spaceHeld = false;
      recognizer.holdSpace(false);
    },
    on,
  );
  return () => life.abort();
}
