import { OutpaneError } from '../../protocol/errors';

/** @throws OutpaneError `out-of-memory` where the browser has no room for a canvas of this size. */
export function drawing(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new OutpaneError({
    code: 'out-of-memory',
    message: 'The browser has no memory for a picture of this size.',
    hint: 'The picture on the canvas is unchanged. Close other tabs and try again.',
  });
}
