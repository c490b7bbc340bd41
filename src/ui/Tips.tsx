import { Suspense, useEffect, useState } from 'react';
import { later } from './later';

const TipPopup = later(() => import('./TipPopup'));

/** How long the pointer rests before a tip shows, in ms; right after another tip it is shown at once. */
const REST = 450;
const WARM = 300;

const tipped = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

/**
 * One tip for the whole page: any element with `data-tip` gets it on hover and on keyboard focus. Tips only repeat the
 * element's accessible name, so screen readers and touch lose nothing. Escape hides it.
 */
export function Tips() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  useEffect(() => {
    let timer = 0;
    let lastHidden = -Infinity;
    let shown: HTMLElement | null = null;
    const show = (element: HTMLElement | null) => {
      window.clearTimeout(timer);
      if (element === shown) return;
      if (shown) lastHidden = performance.now();
      shown = element;
      setAnchor(element);
    };
    const rest = (element: HTMLElement) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => show(element), performance.now() - lastHidden < WARM ? 0 : REST);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      const element = tipped(event.target);
      if (element === shown) return;
      show(null);
      if (element) rest(element);
    };
    const focused = (event: FocusEvent) => {
      const element = tipped(event.target);
      if (element?.matches(':focus-visible')) rest(element);
    };
    const hide = () => show(null);
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') show(null);
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('focusin', focused);
    document.addEventListener('focusout', hide);
    document.addEventListener('keydown', key, true);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('focusin', focused);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', key, true);
    };
  }, []);

  // An element that left the page (a menu closed, a picture deleted) takes its tip with it.
  if (!anchor?.isConnected) return null;
  return (
    <Suspense>
      <TipPopup key={anchor.dataset.tip} anchor={anchor} />
    </Suspense>
  );
}
