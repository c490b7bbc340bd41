const DONE = 'outpane-isolation-reload';

/** Anything that says a person has begun to use the page; a reload would take it away from them. */
const TOUCHES = ['pointerdown', 'keydown', 'input', 'drop', 'paste'] as const;

let touched = false;

/** Notes from now on whether the page is in use. Call before the first paint. */
export function watchForTouch(): void {
  for (const type of TOUCHES) {
    addEventListener(type, () => (touched = true), { capture: true, once: true, passive: true });
  }
}

/**
 * On a host that sends no isolation headers the service worker adds them, but only to pages it serves itself, so the
 * very first page lacks them and WebAssembly has one thread. One reload mends it: once in a tab's life, and only
 * while nothing runs and nobody has touched the page. Otherwise the next visit has it.
 */
export function reloadForIsolation(isBusy: () => boolean): void {
  if (crossOriginIsolated || !isSecureContext || touched || isBusy() || window.top !== window) return;
  try {
    if (sessionStorage.getItem(DONE) !== null) return;
    sessionStorage.setItem(DONE, '1');
  } catch {
    // Without a place to note it, a host that stays without isolation would be reloaded for ever.
    return;
  }
  location.reload();
}
