import { makeCanvas } from './canvas';

/** Colours of what the renderer draws besides the picture, as CSS colours. */
export interface Palette {
  dot: string;
  checkLight: string;
  checkDark: string;
  paper: string;
  accent: string;
  maskRgb: readonly [number, number, number];
  /** Laid over what a frame leaves out. */
  shade: string;
}

/** CSS custom property of each colour. */
const names = {
  dot: '--dot',
  checkLight: '--surface',
  checkDark: '--pressed',
  paper: '--surface',
  accent: '--accent',
  shade: '--shade',
} as const;

/** Reads the palette as it is now for an element: light or dark, whatever decided that. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  // A custom property alone reads as it is written, light-dark() and all; only a real property is computed.
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    dot: colour(names.dot),
    checkLight: colour(names.checkLight),
    checkDark: colour(names.checkDark),
    paper: colour(names.paper),
    accent: colour(names.accent),
    shade: colour(names.shade),
  };
  const mask = colour('--mask');
  probe.remove();
  return { ...palette, maskRgb: toRgb(mask) };
}

function toRgb(colour: string): [number, number, number] {
  const [, context] = makeCanvas(1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}
