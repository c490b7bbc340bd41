import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ZOOM,
  MIN_ZOOM,
  STOPS,
  fit,
  keepReachable,
  nextStop,
  rectToScreen,
  seenMiddle,
  stickyZoom,
  toPlane,
  toScreen,
  visibleRect,
  zoomAt,
} from './view';
import type { View } from './view';

const coordinate = fc.double({ min: -5000, max: 5000, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const zoom = fc.double({ min: MIN_ZOOM, max: MAX_ZOOM, noNaN: true });
const view: fc.Arbitrary<View> = fc.record({ x: coordinate, y: coordinate, zoom });
const insets = { top: 44, right: 320, bottom: 150, left: 90 };

describe('view', () => {
  it('keeps the point under the pointer where it is while zooming', () => {
    fc.assert(
      fc.property(view, point, fc.double({ min: 0.001, max: 100, noNaN: true }), (v, at, to) => {
        const under = toPlane(v, at);
        const zoomed = zoomAt(v, at, to);
        const now = toScreen(zoomed, under);
        expect(Math.hypot(now.x - at.x, now.y - at.y)).toBeLessThan(1e-3);
        expect(zoomed.zoom).toBeGreaterThanOrEqual(MIN_ZOOM);
        expect(zoomed.zoom).toBeLessThanOrEqual(MAX_ZOOM);
      }),
    );
  });

  it('goes from stop to stop, and ends at the limits', () => {
    let at = MIN_ZOOM;
    const seen = [at];
    while (at < MAX_ZOOM) seen.push((at = nextStop(at, 1)));
    expect(seen).toEqual(STOPS);
    expect(nextStop(1.02, -1)).toBe(1);
    expect(nextStop(0.98, 1)).toBe(1);
    expect(nextStop(MIN_ZOOM, -1)).toBe(MIN_ZOOM);
  });

  it('sticks to round percentages within two per cent', () => {
    expect(stickyZoom(1.019)).toBe(1);
    expect(stickyZoom(0.4905)).toBe(0.5);
    expect(stickyZoom(1.03)).toBe(1.03);
    expect(stickyZoom(100)).toBe(MAX_ZOOM);
  });

  it('fits a rectangle between the panels', () => {
    const window = { width: 1440, height: 900 };
    const rect = { x: -300, y: 40, width: 4096, height: 4096 };
    const shown = rectToScreen(fit(rect, window, insets), rect);
    expect(shown.x).toBeGreaterThanOrEqual(insets.left - 1e-9);
    expect(shown.y).toBeGreaterThanOrEqual(insets.top - 1e-9);
    expect(shown.x + shown.width).toBeLessThanOrEqual(1440 - insets.right + 1e-9);
    expect(shown.y + shown.height).toBeLessThanOrEqual(900 - insets.bottom + 1e-9);
    expect(shown.height).toBeCloseTo(900 - 44 - 150);
    expect(fit({ x: 0, y: 0, width: 10, height: 10 }, window, insets).zoom).toBe(2);
  });

  it('never lets the picture leave the window altogether', () => {
    const window = { width: 800, height: 600 };
    fc.assert(
      fc.property(view, (v) => {
        const rect = { x: 0, y: 0, width: 256, height: 256 };
        const shown = rectToScreen(keepReachable(v, rect, window), rect);
        const seenX = Math.min(800, shown.x + shown.width) - Math.max(0, shown.x);
        const seenY = Math.min(600, shown.y + shown.height) - Math.max(0, shown.y);
        expect(seenX).toBeGreaterThan(Math.min(48, shown.width) - 1e-6);
        expect(seenY).toBeGreaterThan(Math.min(48, shown.height) - 1e-6);
      }),
    );
  });

  it('sees whole pixels', () => {
    expect(visibleRect({ x: 10, y: -3, zoom: 2 }, { width: 100, height: 50 })).toEqual({
      x: -5,
      y: 1,
      width: 50,
      height: 26,
    });
  });

  it('finds the middle of what is seen of a picture, and of the open part where none is', () => {
    const window = { width: 800, height: 600 };
    const insets = { top: 100, right: 200, bottom: 0, left: 0 };
    const picture = { x: 0, y: 0, width: 256, height: 256 };
    // All of it, out of the middle of the window.
    expect(seenMiddle(picture, { x: 20, y: 120, zoom: 1 }, window, insets)).toEqual({ x: 128, y: 128 });
    // Its left 100 and lower 156 pixels.
    expect(seenMiddle(picture, { x: 500, y: 0, zoom: 1 }, window, insets)).toEqual({ x: 50, y: 178 });
    expect(seenMiddle(picture, { x: 2000, y: 0, zoom: 1 }, window, insets)).toEqual({ x: -1700, y: 350 });
    expect(seenMiddle(null, { x: 0, y: 0, zoom: 2 }, window, insets)).toEqual({ x: 150, y: 175 });
  });
});
