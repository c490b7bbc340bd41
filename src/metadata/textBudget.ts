/** Longest single text taken out of a picture, in bytes after inflating. ComfyUI's graphs are the longest in use. */
export const MAX_TEXT_BYTES = 1 << 20;
/** All texts of a picture together: ComfyUI writes two graphs. */
export const MAX_TEXTS_BYTES = 2 * MAX_TEXT_BYTES;

/** What one picture may cost in text altogether, in bytes, so that a thousand small bombs are as harmless as one. */
export class TextBudget {
  private left = MAX_TEXTS_BYTES;

  /** The most that the next text may have. */
  get limit(): number {
    return Math.min(this.left, MAX_TEXT_BYTES);
  }

  /** Counts `bytes` as used; false when there are not as many left. */
  take(bytes: number): boolean {
    if (bytes > this.limit) return false;
    this.left -= bytes;
    return true;
  }

  /** Counts the work of a text that turned out to be too long. */
  takeAll(): void {
    this.left -= this.limit;
  }
}
