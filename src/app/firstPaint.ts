let tell: () => void;

/** Resolves when the first screen has been painted; what it does not show waits for this, so that it is there sooner. */
export const firstPaint = new Promise<void>((resolve) => {
  tell = resolve;
});

/** The first screen is on the page, and about to be painted. */
export function tellFirstScreen(): void {
  const soon = () => setTimeout(tell);
  // A page that nobody sees, or no longer, paints nothing.
  if (document.visibilityState === 'hidden') return void soon();
  document.addEventListener('visibilitychange', soon, { once: true });
  // The second frame begins when the first is on its way to the screen.
  requestAnimationFrame(() => requestAnimationFrame(soon));
}
