import { useRef, type MouseEvent, type PointerEvent } from 'react';
import { select, useGallery } from '../../library/gallery';
import { choose, extend, toggle } from '../../library/gallerySelection';

/** How long a finger rests to begin choosing, in ms, and how far it may tremble, in CSS pixels. */
const LONG_PRESS = 450;
const TREMBLE = 10;

const tileOf = (target: EventTarget | null) =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-id]')?.dataset.id ?? null) : null;

const open = (id: string) => useGallery.setState({ open: id });

/**
 * What pointers do with tiles. Mouse: a click chooses, Ctrl adds, Shift extends, a double click opens. Finger: a tap opens; a
 * long press begins choosing, and then taps choose.
 */
export function useTileHand() {
  const press = useRef<{ timer: number; x: number; y: number; done: boolean } | null>(null);

  const end = () => {
    if (press.current) window.clearTimeout(press.current.timer);
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      end();
      press.current = null;
      const id = tileOf(event.target);
      if (event.pointerType !== 'touch' || id === null) return;
      const mine = { timer: 0, x: event.clientX, y: event.clientY, done: false };
      mine.timer = window.setTimeout(() => {
        mine.done = true;
        select((selection) => toggle(selection, id));
      }, LONG_PRESS);
      press.current = mine;
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { current } = press;
      if (current && Math.hypot(clientX - current.x, clientY - current.y) > TREMBLE) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    // A long press must not open the system's menu over what it has just chosen.
    onContextMenu: (event: MouseEvent) => {
      if (press.current) event.preventDefault();
    },
    onClick: (event: MouseEvent) => {
      const id = tileOf(event.target);
      if (id === null) return;
      const byFinger = press.current !== null;
      if (press.current?.done) {
        press.current = null;
        return;
      }
      press.current = null;
      const onCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null;
      const choosing = useGallery.getState().selection.chosen.size > 0;
      const adds = event.ctrlKey || event.metaKey;
      if (event.shiftKey) select((selection, ids) => extend(selection, ids, id, adds));
      else if (adds || onCheck || (byFinger && choosing)) select((selection) => toggle(selection, id));
      else if (byFinger) open(id);
      else select(() => choose(id));
    },
    onDoubleClick: (event: MouseEvent) => {
      const id = tileOf(event.target);
      if (id !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(id);
    },
  };
}
