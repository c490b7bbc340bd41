/** Clean or noisy latents of one picture: channels first, rows from the top. `data.length` is channels * width * height. */
export interface Latents {
  data: Float32Array<ArrayBuffer>;
  channels: number;
  /** In cells. */
  width: number;
  /** In cells. */
  height: number;
}
