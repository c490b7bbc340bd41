import { bottom, fromEdges, right, type Rect } from '../src/geometry/rect';
import { planPasses } from '../src/geometry/planPasses';
import { crop, place } from '../src/imaging/crop';
import { emptyImage } from '../src/imaging/emptyImage';
import { seamMeasure, type Joint } from '../src/imaging/seamMeasure';
import { loadStarter } from '../src/pipeline/testing/loadStarter';
import type { LoadedModel } from '../src/pipeline/loadModel';
import type { RgbaImage } from '../src/protocol/rgbaImage';
import { draw, expand, FADE, SCENES, type Expansion } from './expand';
import { atMost, median, type Benchmark, type Row } from './table';

const STEPS = 12;
const SIDES = ['left', 'right', 'top', 'bottom'] as const;
type Side = (typeof SIDES)[number];

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

function jointOf({ old }: Expansion, side: Side): Joint {
  const across = side === 'left' || side === 'right';
  const at = { left: old.x, right: right(old), top: old.y, bottom: bottom(old) }[side];
  return across
    ? { direction: 'vertical', at, from: old.y, to: bottom(old) }
    : { direction: 'horizontal', at, from: old.x, to: right(old) };
}

/** A joint from one end of its fade to the other. The old picture is the one that fades. */
const seamOf = (grown: Expansion, side: Side, inside?: 'quieter') =>
  seamMeasure(grown.image, jointOf(grown, side), side === 'left' || side === 'top' ? -FADE : FADE, inside);

/** Turned left to right, or upside down. */
function flipped(image: RgbaImage, direction: Joint['direction']): RgbaImage {
  const { width, height, data } = image;
  const out = emptyImage(width, height);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = (i - x) / width;
    const from = direction === 'vertical' ? i - x + width - 1 - x : (height - 1 - y) * width + x;
    out.data.set(data.subarray(4 * from, 4 * from + 4), 4 * i);
  }
  return out;
}

/** Bytes of the old picture that changed although no fade may reach them. */
function changedOutsideFade(before: RgbaImage, { image, old }: Expansion): number {
  const safe = fromEdges(
    old.x > 0 ? FADE : 0,
    old.y > 0 ? FADE : 0,
    old.width - (right(old) < image.width ? FADE : 0),
    old.height - (bottom(old) < image.height ? FADE : 0),
  );
  const a = crop(before, safe).data;
  const b = crop(image, { ...safe, x: safe.x + old.x, y: safe.y + old.y }).data;
  return a.reduce((count, value, i) => count + (value === b[i] ? 0 : 1), 0);
}

function meanColour(image: RgbaImage, part: Rect): number[] {
  const { data } = crop(image, part);
  const sumOf = (channel: number) => data.reduce((sum, value, i) => (i % 4 === channel ? sum + value : sum), 0);
  return [0, 1, 2].map((channel) => sumOf(channel) / (data.length / 4));
}

/** Seams of 20 scenes, each grown on all four sides by half a window. */
async function seams(model: LoadedModel): Promise<{ rows: Row[]; scenes: RgbaImage[] }> {
  const bySide: Record<Side, number[]> = { left: [], right: [], top: [], bottom: [] };
  const lines: number[] = [];
  const stern: number[] = [];
  const perTile: number[] = [];
  const scenes: RgbaImage[] = [];
  for (const [seed, prompt] of SCENES.entries()) {
    const picture = await draw(model, prompt, seed, STEPS);
    scenes.push(picture);
    for (const side of SIDES) {
      const grown = await expand(model, picture, { [side]: 128 }, { prompt, seed: 100 + seed, steps: STEPS });
      bySide[side].push(seamOf(grown, side));
      stern.push(seamOf(grown, side, 'quieter'));
      lines.push(seamMeasure(grown.image, jointOf(grown, side)));
      if (side === 'left' || side === 'right') perTile.push(grown.seconds / grown.tiles);
    }
  }
  const rows = [
    atMost(
      'difference across the joint and its fade over that inside, 20 scenes, all sides',
      mean(Object.values(bySide).flat()),
      '',
      1.2,
    ),
    ...SIDES.map((side) => atMost(`the same, ${side} only`, mean(bySide[side]), '', 1.2)),
    atMost('the same over the quieter of the two sides', mean(stern), '', 1.2),
    atMost('the same of the two lines at the joint alone', mean(lines), '', 1.2),
    { what: `seconds a tile of 256 x 256, ${STEPS} steps`, value: median(perTile), unit: 's' },
  ];
  return { rows, scenes };
}

/** Scenes without above and below, of which the model knows as much upside down. */
const PLAIN = SCENES.flatMap((prompt, i) => (/background|apple/.test(prompt) ? [i] : []));

/** Whether a picture grown to one side is grown as well as its mirror image to the other. */
async function mirror(model: LoadedModel, scenes: readonly RgbaImage[]): Promise<Row[]> {
  const difference = async (which: readonly number[], plain: Side, turned: Side) => {
    const differences: number[] = [];
    for (const seed of which) {
      const picture = scenes[seed] ?? emptyImage(1, 1);
      const how = { prompt: SCENES[seed] ?? '', seed: 100 + seed, steps: STEPS };
      const one = await expand(model, picture, { [plain]: 128 }, how);
      const image = flipped(picture, jointOf(one, plain).direction);
      const other = await expand(model, image, { [turned]: 128 }, how);
      differences.push(seamOf(other, turned) - seamOf(one, plain));
    }
    return Math.abs(mean(differences));
  };
  return [
    atMost(
      'seams at the left of mirrored pictures against those at the right, 8 scenes, difference of the means',
      await difference([0, 1, 2, 3, 4, 5, 6, 7], 'right', 'left'),
      '',
      0.15,
    ),
    atMost(
      `seams at the top of pictures turned over against those at the bottom, ${PLAIN.length} plain scenes`,
      await difference(PLAIN, 'bottom', 'top'),
      '',
      0.15,
    ),
  ];
}

/** Mean colours of the outermost pixels at the four sides. */
function rim(image: RgbaImage): number[][] {
  const { width, height } = image;
  const deep = 12;
  return [
    { x: 0, y: 0, width, height: deep },
    { x: 0, y: height - deep, width, height: deep },
    { x: 0, y: 0, width: deep, height },
    { x: width - deep, y: 0, width: deep, height },
  ].map((part) => meanColour(image, part));
}

/** Twenty expansions one after the other, to all sides. */
async function drift(model: LoadedModel, scenes: readonly RgbaImage[]): Promise<Row[]> {
  let changed = 0;
  /** Grown by 160 pixels on each side. */
  const grow = async (scene: RgbaImage, prompt: string) => {
    let picture = scene;
    for (let round = 0; round < 20; round++) {
      const side = SIDES[round % 4] ?? 'left';
      const grown = await expand(model, picture, { [side]: 32 }, { prompt, seed: round, steps: 6 });
      changed += changedOutsideFade(picture, grown);
      picture = grown.image;
    }
    return picture;
  };
  // What the app does to colours is tested by itself (colour.test.ts); here with what the model does to them.
  const off: number[][] = [];
  for (const seed of PLAIN) {
    const scene = scenes[seed] ?? emptyImage(1, 1);
    const [before, after] = [rim(scene), rim(await grow(scene, SCENES[seed] ?? ''))];
    off.push(...after.map((colour, side) => colour.map((value, c) => value - (before[side]?.[c] ?? 0))));
  }
  return [
    atMost(`bytes changed outside the fade by ${PLAIN.length} x 20 expansions`, changed, 'bytes', 0),
    atMost(
      `plain backgrounds after 20 expansions, 160 px further out: mean colour against before, ${PLAIN.length} scenes`,
      Math.max(...[0, 1, 2].map((c) => Math.abs(mean(off.map((colour) => colour[c] ?? 0))))),
      'of 255',
      2,
    ),
    {
      what: 'the same of one side of one picture, mean amount',
      value: mean(off.flat().map(Math.abs)),
      unit: 'of 255',
    },
  ];
}

/** Passes, seconds and memory against new area: a strip of 128 along an edge that gets longer and longer. */
async function cost(model: LoadedModel, scene: RgbaImage): Promise<Row[]> {
  const passes = (height: number) =>
    planPasses({
      known: [{ x: 0, y: 0, width: 2048, height }],
      target: { x: 0, y: 0, width: 2048 + 256, height },
      window: { width: 256, height: 256 },
      grid: 32,
    }).length;
  const perArea = [1024, 4096].map((height) => passes(height) / (height / 256));
  const strip = async (scenes: number) => {
    const tall = emptyImage(scene.width, scenes * scene.height);
    for (let i = 0; i < scenes; i++) place(tall, scene, 0, i * scene.height);
    const { seconds, tiles } = await expand(model, tall, { right: 128 }, { prompt: '', seed: 1, steps: 4 });
    return { seconds: seconds / scenes, tiles, peak: process.resourceUsage().maxRSS };
  };
  const runs = [await strip(2), await strip(4), await strip(16)] as const;
  return [
    { what: 'passes per window of new area, strip of 256 x 4096', value: perArea[1] ?? 0, unit: '' },
    atMost('the same for 4096 over that for 1024', (perArea[1] ?? 0) / (perArea[0] ?? 1), '', 1.1),
    ...[2, 4, 16].map((scenes, i) => ({
      what: `seconds per 128 x 256 of new area, edge of ${scenes * 256}, ${runs[i]?.tiles ?? 0} passes of 4 steps`,
      value: runs[i]?.seconds ?? 0,
      unit: 's',
    })),
    atMost('the same for an edge of 4096 over that of 1024', runs[2].seconds / runs[1].seconds, '', 1.2),
    atMost('most memory with an edge of 4096 over that with one of 512', runs[2].peak / runs[0].peak, '', 1.1),
  ];
}

export const benchmark: Benchmark = {
  name: 'Growing pictures with the starter (Node, WebAssembly, one thread)',
  async run(): Promise<Row[]> {
    const model = await loadStarter();
    // First, as the most memory that the process ever used is what it measures.
    const costs = await cost(model, await draw(model, SCENES[0], 1, STEPS));
    const { rows, scenes } = await seams(model);
    rows.push(...(await mirror(model, scenes)), ...(await drift(model, scenes)), ...costs);
    await model.dispose();
    return rows;
  },
};
