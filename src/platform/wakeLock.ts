let wanted = 0;
let held: WakeLockSentinel | null = null;
let watching = false;

async function acquire(): Promise<void> {
  // Only a visible page may have it, and the browser takes it away from one that gets hidden.
  if (wanted === 0 || held || document.visibilityState !== 'visible') return;
  try {
    const sentinel = await navigator.wakeLock.request('screen');
    if (wanted === 0 || held) return void (await sentinel.release());
    held = sentinel;
    sentinel.addEventListener('release', () => {
      if (held === sentinel) held = null;
    });
  } catch {
    // Refused (battery saver, policy): the work goes on, only the screen may go dark.
  }
}

/**
 * Keeps the screen awake until the returned function is called; several holders may overlap. The lock comes back by
 * itself when the page is seen again. Does nothing where the browser has no wake locks.
 */
export function keepScreenAwake(): () => void {
  if (typeof navigator === 'undefined' || !('wakeLock' in navigator)) return () => undefined;
  if (!watching) {
    watching = true;
    document.addEventListener('visibilitychange', () => void acquire());
  }
  wanted++;
  void acquire();
  let released = false;
  return () => {
    if (released) return;
    released = true;
    if (--wanted > 0) return;
    const sentinel = held;
    held = null;
    sentinel?.release().catch(() => undefined);
  };
}
