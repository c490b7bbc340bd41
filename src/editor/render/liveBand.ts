import { marginsOf } from '../../geometry/expand';
import type { Rect } from '../../geometry/rect';
import { LIVE_SCALE, liveFill } from '../../imaging/liveFill';
import type { RgbaImage } from '../../protocol/rgbaImage';
import type { TileMap } from '../tiles';
import { makeCanvas, toCanvas } from './canvas';
import type { TilePyramid } from './pyramid';

/** Longest side of the small picture that the band's colours are taken from. */
const THUMBNAIL_SIDE = 96;

/** Longest side of the picture that the thumbnail is reduced from. */
const HALFWAY_SIDE = 512;

/**
 * What the new band shows while an edge is pulled: the picture's edge going on, blurred more the farther out. Computed on a
 * thumbnail, so that it costs a few milliseconds a frame however large the picture is.
 */
export class LiveBand {
  #of: { tiles: TileMap; artwork: Rect; thumbnail: RgbaImage; scale: number } | null = null;
  #band: { target: Rect; canvas: OffscreenCanvas; left: number; top: number } | null = null;

  constructor(private readonly pyramid: TilePyramid) {}

  /** An image and where it goes on the plane: it covers `target` and a little more. */
  fill(tiles: TileMap, artwork: Rect, target: Rect): { canvas: OffscreenCanvas; place: Rect } {
    if (this.#of?.tiles !== tiles || this.#of.artwork !== artwork) {
      this.#of = this.#reduce(tiles, artwork);
      this.#band = null;
    }
    const { thumbnail, scale } = this.#of;
    if (this.#band?.target !== target) {
      const { image, left, top } = liveFill({ image: thumbnail, scale }, marginsOf(artwork, target));
      this.#band = { target, canvas: toCanvas(image), left, top };
    }
    const { canvas, left, top } = this.#band;
    const width = artwork.width / thumbnail.width;
    const height = artwork.height / thumbnail.height;
    return {
      canvas,
      place: {
        x: artwork.x - left * width,
        y: artwork.y - top * height,
        width: canvas.width * width,
        height: canvas.height * height,
      },
    };
  }

  #reduce(tiles: TileMap, artwork: Rect) {
    const scale = Math.max(LIVE_SCALE, Math.max(artwork.width, artwork.height) / THUMBNAIL_SIDE);
    const width = Math.max(1, Math.round(artwork.width / scale));
    const height = Math.max(1, Math.round(artwork.height / scale));
    // By way of a size whose nodes are there already, or nearly so: making the smallest ones takes tens of milliseconds.
    const zoom = Math.min(1, HALFWAY_SIDE / Math.max(artwork.width, artwork.height));
    const halfway = { width: Math.ceil(artwork.width * zoom), height: Math.ceil(artwork.height * zoom) };
    const [large, largeContext] = makeCanvas(halfway.width, halfway.height);
    this.pyramid.draw(largeContext, tiles, { x: -artwork.x * zoom, y: -artwork.y * zoom, zoom }, halfway, Infinity);
    const [, context] = makeCanvas(width, height);
    context.imageSmoothingQuality = 'medium';
    context.drawImage(large, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { tiles, artwork, thumbnail: { width, height, data: new Uint8ClampedArray(data) }, scale };
  }
}
