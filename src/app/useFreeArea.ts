import { useLayoutEffect, useRef, useState } from 'react';
import type { Rect } from '../geometry/rect';

/** Where an element lies within the stage, in CSS pixels; follows every change of size and place. */
export function useFreeArea<T extends HTMLElement>() {
  const element = useRef<T>(null);
  const [area, setArea] = useState<Rect | null>(null);
  useLayoutEffect(() => {
    const watched = element.current;
    const origin = watched?.offsetParent;
    if (!watched || !origin) return;
    const measure = () => {
      const box = watched.getBoundingClientRect();
      const from = origin.getBoundingClientRect();
      const next = { x: box.x - from.x, y: box.y - from.y, width: box.width, height: box.height };
      setArea((old) =>
        old && old.x === next.x && old.y === next.y && old.width === next.width && old.height === next.height
          ? old
          : next,
      );
    };
    // The element's own size changes whenever a neighbour's does; only the window can move it without.
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    observer.observe(origin);
    measure();
    return () => observer.disconnect();
  }, []);
  return [element, area] as const;
}
