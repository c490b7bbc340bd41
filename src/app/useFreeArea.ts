import { useLayoutEffect, useState } from 'react';
import { equals, type Rect, type Size } from '../geometry/rect';

export interface FreeArea extends Rect {
  /** Of the stage, measured at the same moment: a new size with an old place would make nonsense of both. */
  stage: Size;
}

/** Where an element lies within the stage, in CSS pixels; follows every change of size and place. */
export function useFreeArea() {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [area, setArea] = useState<FreeArea | null>(null);
  useLayoutEffect(() => {
    const origin = element?.offsetParent;
    if (!element || !origin) return;
    const measure = () => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const from = origin.getBoundingClientRect();
      const stage = { width: from.width, height: from.height };
      const next = { x: x - from.x, y: y - from.y, width, height, stage };
      setArea((old) => (old && isSame(old, next) ? old : next));
    };
    // The element's own size changes whenever a neighbour's does; only the window can move it without.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(origin);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return [setElement, area] as const;
}

const isSame = (a: FreeArea, b: FreeArea) =>
  equals(a, b) && a.stage.width === b.stage.width && a.stage.height === b.stage.height;
