import type { Source } from './messages';

/** The memory that a source's picture and mask lie in, for a transfer: whoever transfers it gives the source up. */
export function sourceBuffers({ image, mask }: Source): ArrayBuffer[] {
  return mask ? [image.data.buffer, mask.data.buffer] : [image.data.buffer];
}
