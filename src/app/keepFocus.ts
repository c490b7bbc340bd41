/** The button that stops what is running; it carries `data-verb`. */
const STOP = 'form[data-running] [data-verb]';

/**
 * When what has the focus leaves the page (a bar whose work is done, the handles while an expansion is painted), the focus would be
 * nowhere, and the next Tab would begin at the top. From here on the button that stops the run has it then, where that was begun,
 * else the main part, until something else is touched. Returns the way to stop.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: Node | null = null;
  const note = ({ target }: FocusEvent) => {
    last = target instanceof Node ? target : null;
  };
  const look = () => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    const stop = root.querySelector<HTMLElement>(STOP);
    if (stop) return stop.focus({ preventScroll: true });
    const main = root.querySelector('main');
    if (!main) return;
    main.tabIndex = -1;
    main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true });
    main.focus({ preventScroll: true });
  };
  const touched = () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('main')) activeElement.blur();
  };
  const observer = new MutationObserver(look);
  observer.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', note);
  root.addEventListener('pointerdown', touched);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', note);
    root.removeEventListener('pointerdown', touched);
  };
}
