/** Straight-alpha RGBA, 8 bit a channel, rows from the top; `data.length` is width * height * 4. Alpha 0 means "nothing known here". */
export interface RgbaImage {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** One byte a pixel, rows from the top: 0 keeps the pixel, 255 repaints it, between is a soft edge. */
export interface Mask {
  width: number;
  height: number;
  data: Uint8Array<ArrayBuffer>;
}
