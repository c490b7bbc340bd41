import { useEffect, useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

/**
 * Keeps the focus on the current item as long as it is somewhere in the list, also when the focused item has left the page.
 * `reveal` scrolls to the item. Returns the list's handlers.
 */
export function useFocusOn(list: RefObject<HTMLElement | null>, current: string | null, reveal: () => void) {
  const inside = useRef(false);
  const lastReveal = useRef(reveal);
  useEffect(() => {
    lastReveal.current = reveal;
  });

  useLayoutEffect(() => {
    if (current === null || !inside.current) return;
    lastReveal.current();
    const item = list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(current)}"]`);
    if (item !== document.activeElement) item?.focus({ preventScroll: true });
  }, [list, current]);

  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      // Going nowhere is what happens to the focus of an item that is taken off the page: it comes back to its heir.
      if (relatedTarget instanceof Node && !list.current?.contains(relatedTarget)) inside.current = false;
    },
  };
}
