import { create } from 'zustand';

/** The screens, each with its own address behind the #. */
export type Screen = 'canvas' | 'gallery';

export const ADDRESSES: Record<Screen, string> = { canvas: '#/', gallery: '#/gallery' };

const screenOf = (hash: string): Screen => (/^#\/gallery\b/.test(hash) ? 'gallery' : 'canvas');

export const useRoute = create<{ screen: Screen }>(() => ({
  screen: typeof location === 'undefined' ? 'canvas' : screenOf(location.hash),
}));

/** Follows the address. Returns the way to stop. */
export function followRoute(): () => void {
  const look = () => {
    const screen = screenOf(location.hash);
    document.title = screen === 'gallery' ? 'Gallery · Outpane' : 'Outpane';
    if (screen !== useRoute.getState().screen) useRoute.setState({ screen });
  };
  look();
  addEventListener('hashchange', look);
  return () => removeEventListener('hashchange', look);
}

export function goTo(screen: Screen): void {
  location.hash = ADDRESSES[screen];
}
