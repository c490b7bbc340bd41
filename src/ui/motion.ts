/** False where the person wants less motion, by the system or by the app's own setting (data-motion). */
export function motionAllowed(): boolean {
  return (
    document.documentElement.dataset.motion !== 'reduced' &&
    !window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
