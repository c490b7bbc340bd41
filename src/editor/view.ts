import { area, fromEdges, intersect, isEmpty } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';

export interface Point {
  x: number;
  y: number;
}

/** How the plane lies under the window: screen = plane * zoom + (x, y), in CSS pixels of the stage. */
export interface View {
  readonly x: number;
  readonly y: number;
  /** 1 shows a picture pixel as one CSS pixel. */
  readonly zoom: number;
}

/** Space at the stage's sides that floating panels cover, in CSS pixels. */
export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export const MIN_ZOOM = 0.05;
export const MAX_ZOOM = 32;
/** Where zooming by keys or buttons stops, and where a pinch lets go a little later. */
export const STOPS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 8, 16, 32];
/** A pinch this near a stop (as a ratio) shows the stop itself. */
const STICKY = 0.02;
const STICKY_STOPS: readonly number[] = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5];

const clampZoom = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));

/** The zoom that is shown for one that fingers or a wheel have reached. */
export function stickyZoom(zoom: number): number {
  const stop = STICKY_STOPS.find((s) => Math.abs(zoom / s - 1) < STICKY);
  return clampZoom(stop ?? zoom);
}

/** The next stop above (direction 1) or below (-1). */
export function nextStop(zoom: number, direction: 1 | -1): number {
  const epsilon = 1e-6;
  if (direction === 1) return STOPS.find((s) => s > zoom * (1 + epsilon)) ?? MAX_ZOOM;
  return STOPS.findLast((s) => s < zoom * (1 - epsilon)) ?? MIN_ZOOM;
}

export const toPlane = (view: View, screen: Point): Point => ({
  x: (screen.x - view.x) / view.zoom,
  y: (screen.y - view.y) / view.zoom,
});

export const toScreen = (view: View, plane: Point): Point => ({
  x: plane.x * view.zoom + view.x,
  y: plane.y * view.zoom + view.y,
});

export function rectToScreen(view: View, rect: Rect): Rect {
  return {
    ...toScreen(view, rect),
    width: rect.width * view.zoom,
    height: rect.height * view.zoom,
  };
}

export const panBy = (view: View, dx: number, dy: number): View => ({
  x: view.x + dx,
  y: view.y + dy,
  zoom: view.zoom,
});

/** Changes the zoom so that what lies under a point of the screen stays there. */
export function zoomAt(view: View, screen: Point, zoom: number): View {
  const to = clampZoom(zoom);
  const ratio = to / view.zoom;
  return { x: screen.x - (screen.x - view.x) * ratio, y: screen.y - (screen.y - view.y) * ratio, zoom: to };
}

/** The smallest rectangle of whole picture pixels that covers the window. */
export function visibleRect(view: View, window: Size): Rect {
  const topLeft = toPlane(view, { x: 0, y: 0 });
  const bottomRight = toPlane(view, { x: window.width, y: window.height });
  const x = Math.floor(topLeft.x);
  const y = Math.floor(topLeft.y);
  return { x, y, width: Math.ceil(bottomRight.x) - x, height: Math.ceil(bottomRight.y) - y };
}

/** Middle of the part of the window that no panel covers. */
export function openMiddle(window: Size, insets: Insets): Point {
  return {
    x: (insets.left + window.width - insets.right) / 2,
    y: (insets.top + window.height - insets.bottom) / 2,
  };
}

/** Puts a rectangle's middle into the open middle of the window. */
export function centre(rect: Rect, window: Size, insets: Insets, zoom: number): View {
  const middle = openMiddle(window, insets);
  const to = clampZoom(zoom);
  return {
    x: middle.x - (rect.x + rect.width / 2) * to,
    y: middle.y - (rect.y + rect.height / 2) * to,
    zoom: to,
  };
}

/** Where panels leave less than this many CSS pixels open, a picture is fitted into so many all the same, and lies under them a little. */
const LEAST_OPEN = 120;

/** Shows all of a rectangle in the open part of the window, enlarged at most `maxZoom` times. */
export function fit(rect: Rect, window: Size, insets: Insets, maxZoom = 2): View {
  const width = Math.max(LEAST_OPEN, window.width - insets.left - insets.right);
  const height = Math.max(LEAST_OPEN, window.height - insets.top - insets.bottom);
  const zoom = Math.min(width / Math.max(1, rect.width), height / Math.max(1, rect.height), maxZoom);
  return centre(rect, window, insets, zoom);
}

/** Part of the window's shorter side that stays free around all that is shown: room to pull an edge into. */
const ROOM = 0.05;

/** Shows all there is, as `fit`, with some room around it. */
export function fitAll(rect: Rect, window: Size, insets: Insets): View {
  return fit(rect, window, widened(insets, ROOM * Math.min(window.width, window.height)));
}

/** CSS pixels that stay free around what is brought into view. */
const MARGIN = 28;

/** The view moved no more than needed to see all of a rectangle in the open part of the window; zoomed out where it is too large. */
export function revealing(rect: Rect, view: View, window: Size, insets: Insets): View {
  const around = widened(insets, MARGIN);
  const width = window.width - around.left - around.right;
  const height = window.height - around.top - around.bottom;
  const shown = rectToScreen(view, rect);
  if (shown.width > width || shown.height > height) return fit(rect, window, around, view.zoom);
  const x = Math.min(Math.max(shown.x, around.left), around.left + width - shown.width);
  const y = Math.min(Math.max(shown.y, around.top), around.top + height - shown.height);
  return panBy(view, x - shown.x, y - shown.y);
}

const widened = ({ top, right, bottom, left }: Insets, by: number): Insets => ({
  top: top + by,
  right: right + by,
  bottom: bottom + by,
  left: left + by,
});

/** Moves the view no farther than needed so that at least `margin` pixels of a rectangle stay in the window: nobody loses the picture. */
export function keepReachable(view: View, rect: Rect, window: Size, margin = 48): View {
  const r = rectToScreen(view, rect);
  const needX = Math.min(margin, r.width);
  const needY = Math.min(margin, r.height);
  const left = Math.min(Math.max(r.x, needX - r.width), window.width - needX);
  const top = Math.min(Math.max(r.y, needY - r.height), window.height - needY);
  if (left === r.x && top === r.y) return view;
  return panBy(view, left - r.x, top - r.y);
}

/** Whether no panel lies over any part of a rectangle, and none is out of the window. */
export function isFree(rect: Rect, view: View, window: Size, insets: Insets): boolean {
  const { x, y, width, height } = rectToScreen(view, rect);
  const slack = 1;
  return (
    x >= insets.left - slack &&
    y >= insets.top - slack &&
    x + width <= window.width - insets.right + slack &&
    y + height <= window.height - insets.bottom + slack
  );
}

/** Whether a view still is one of the rectangle: half of it is in the window, or it fills half of the window. */
export function isInSight(rect: Rect, view: View, window: Size): boolean {
  const shown = rectToScreen(view, rect);
  const seen = area(intersect(shown, { x: 0, y: 0, ...window }));
  return 2 * seen >= Math.min(area(shown), area(window));
}

/** The plane's point in the middle of the part of a rectangle that lies in the open; in the middle of the open where none does. */
export function seenMiddle(rect: Rect | null, view: View, window: Size, insets: Insets): Point {
  const from = toPlane(view, { x: insets.left, y: insets.top });
  const to = toPlane(view, { x: window.width - insets.right, y: window.height - insets.bottom });
  const seen = rect && intersect(rect, fromEdges(from.x, from.y, to.x, to.y));
  if (!seen || isEmpty(seen)) return toPlane(view, openMiddle(window, insets));
  return { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
}
