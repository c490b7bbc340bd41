import type { Rect, Size } from '../../geometry/rect';
import type { TileStore } from '../tileStore';
import { TILE, tileKey } from '../tiles';
import type { TileBytes, TileId, TileMap } from '../tiles';
import { visibleRect } from '../view';
import type { View } from '../view';
import { makeCanvas } from './canvas';

/** Canvases of TILE x TILE that are kept at most: about 190 MB. */
const MOST_NODES = 720;
const TOP_LEVEL = 8;

interface Node {
  /** Base tiles that it shows, row by row. */
  ids: readonly (TileId | undefined)[];
  /** The map that `ids` were last compared with. */
  map: TileMap;
  /** Null where none of its tiles is there. */
  canvas: OffscreenCanvas | null;
}

type Drawing = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/**
 * Draws a map of tiles at any zoom for about the same price: a node of level k shows 2^k x 2^k tiles, each halved k times, so
 * that never many more pixels are read than the window has. Nodes are made when they are first seen, within a time limit
 * per frame; what is not ready yet is drawn as it was before.
 */
export class TilePyramid {
  readonly #nodes = new Map<string, Node>();
  readonly #loading = new Set<TileId>();
  #deadline = 0;
  #pending = false;

  constructor(
    private readonly store: TileStore,
    /** A tile's bytes as the RGBA that is seen. */
    private readonly paint: (bytes: TileBytes) => TileBytes,
    /** Something that was missing is there: draw again. */
    private readonly onReady: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Draws what is visible through `view` (in device pixels). False when something is still missing at the deadline
   * (performance.now()). `fine` enlarges smoothly, which is slow without a GPU.
   */
  draw(context: Drawing, map: TileMap, view: View, window: Size, deadline: number, fine = false): boolean {
    this.#deadline = deadline;
    this.#pending = false;
    const level = levelFor(view.zoom);
    const side = TILE * 2 ** level;
    const seen = visibleRect(view, window);
    // Far in, the pixels themselves are what one wants to see.
    context.imageSmoothingEnabled = view.zoom < 6;
    context.imageSmoothingQuality = fine && view.zoom > 1 ? 'high' : 'low';
    for (let row = Math.floor(seen.y / side); row * side < seen.y + seen.height; row++) {
      for (let column = Math.floor(seen.x / side); column * side < seen.x + seen.width; column++) {
        const canvas = this.#node(map, level, column, row);
        if (!canvas) continue;
        // On whole device pixels, so that no seam shows between neighbours.
        const { x, y, width, height } = snapped({ x: column * side, y: row * side, width: side, height: side }, view);
        context.drawImage(canvas, x, y, width, height);
      }
    }
    context.imageSmoothingEnabled = true;
    while (this.#nodes.size > MOST_NODES) {
      const [oldest] = this.#nodes.keys();
      if (oldest === undefined) break;
      this.#nodes.delete(oldest);
    }
    return !this.#pending;
  }

  /** Forgets all that was drawn: the colours have changed. */
  clear(): void {
    this.#nodes.clear();
  }

  #node(map: TileMap, level: number, column: number, row: number): OffscreenCanvas | null {
    const key = `${level}:${column},${row}`;
    const known = this.#nodes.get(key);
    if (known) {
      this.#nodes.delete(key);
      this.#nodes.set(key, known);
      if (known.map === map) return known.canvas;
    }
    const ids = baseIds(map, level, column, row);
    if (known && ids.every((id, i) => id === known.ids[i])) {
      known.map = map;
      return known.canvas;
    }
    if (ids.every((id) => id === undefined)) {
      this.#nodes.set(key, { ids, map, canvas: null });
      return null;
    }
    if (performance.now() > this.#deadline) {
      this.#pending = true;
      return known?.canvas ?? null;
    }
    const pendingBefore = this.#pending;
    this.#pending = false;
    const canvas = level === 0 ? this.#base(ids[0]) : this.#halved(map, level, column, row);
    // What lacks a part is shown, but made anew at the next chance.
    if (!this.#pending) this.#nodes.set(key, { ids, map, canvas });
    this.#pending ||= pendingBefore;
    return canvas ?? known?.canvas ?? null;
  }

  #base(id: TileId | undefined): OffscreenCanvas | null {
    if (id === undefined) return null;
    const bytes = this.store.peek(id);
    if (!bytes) {
      this.#pending = true;
      this.#load(id);
      return null;
    }
    const [canvas, context] = makeCanvas(TILE, TILE);
    context.putImageData(new ImageData(this.paint(bytes), TILE, TILE), 0, 0);
    return canvas;
  }

  #halved(map: TileMap, level: number, column: number, row: number): OffscreenCanvas {
    const [canvas, context] = makeCanvas(TILE, TILE);
    context.imageSmoothingQuality = 'low';
    const half = TILE / 2;
    for (const dy of [0, 1]) {
      for (const dx of [0, 1]) {
        const child = this.#node(map, level - 1, 2 * column + dx, 2 * row + dy);
        if (child) context.drawImage(child, dx * half, dy * half, half, half);
      }
    }
    return canvas;
  }

  #load(id: TileId): void {
    if (this.#loading.has(id)) return;
    this.#loading.add(id);
    this.store
      .load([id])
      .then(() => {
        this.#loading.delete(id);
        this.onReady();
      })
      // It stays among those loading: a tile that is lost is not asked for again at every frame.
      .catch(this.onError);
  }
}

/** How often to halve, so that a node's pixel covers between half of and a whole device pixel. */
export function levelFor(zoom: number): number {
  return Math.min(TOP_LEVEL, Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-9)));
}

function baseIds(map: TileMap, level: number, column: number, row: number): (TileId | undefined)[] {
  const span = 2 ** level;
  const ids: (TileId | undefined)[] = [];
  for (let y = 0; y < span; y++) {
    for (let x = 0; x < span; x++) ids.push(map[tileKey(column * span + x, row * span + y)]);
  }
  return ids;
}

/** A rectangle of the plane on whole device pixels. */
export function snapped(rect: Rect, view: View): Rect {
  const x = Math.round(rect.x * view.zoom + view.x);
  const y = Math.round(rect.y * view.zoom + view.y);
  return {
    x,
    y,
    width: Math.round((rect.x + rect.width) * view.zoom + view.x) - x,
    height: Math.round((rect.y + rect.height) * view.zoom + view.y) - y,
  };
}
