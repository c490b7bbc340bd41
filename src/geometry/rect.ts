/** An axis-aligned rectangle in whole pixels: x, y of the top left corner, then the sides. Empty when a side is 0. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}
