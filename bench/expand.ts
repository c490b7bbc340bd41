import { withMargins, type Margins } from '../src/geometry/expand';
import type { Rect } from '../src/geometry/rect';
import { place } from '../src/imaging/crop';
import { emptyImage } from '../src/imaging/emptyImage';
import type { LoadedModel } from '../src/pipeline/loadModel';
import { paintPictures } from '../src/pipeline/paintPictures';
import type { EngineEvent } from '../src/protocol/messages';
import type { RgbaImage } from '../src/protocol/rgbaImage';
import { someRequest } from '../src/protocol/testing/someRequest';

/** Both as in the app. */
export const FADE = 16;
const STRENGTH = 0.7;

/** Twenty scenes of what the starter knows; each with the seed of its place in the list. */
export const SCENES = [
  'a tree on green grass under a blue sky',
  'a house on snow under a night sky',
  'a sailboat on the blue sea under a sunset sky',
  'a cat on a pink background',
  'a car on a gray road under a cloudy sky',
  'a mushroom on green grass under a sunset sky',
  'a castle on sand under a blue sky',
  'a penguin on snow under a cloudy sky',
  'a rocket on a navy background',
  'a cactus on sand under a sunset sky',
  'a dog on a wooden floor',
  'a snowman on snow under a night sky',
  'a palm tree on sand under a blue sky',
  'a bus on a gray road under a blue sky',
  'a red apple',
  'a whale on the blue sea under a cloudy sky',
  'a tent on green grass under a night sky',
  'a rose on a white background',
  'a frog on green grass under a blue sky',
  'a robot on a yellow background',
] as const;

export interface Expansion {
  image: RgbaImage;
  /** Where the old picture lies in it. */
  old: Rect;
  tiles: number;
  seconds: number;
}

export async function draw(model: LoadedModel, prompt: string, seed: number, steps: number): Promise<RgbaImage> {
  return pictureOf(paintPictures(model, someRequest({ prompt, seed, steps }), { preview: 'off' }));
}

/** A picture grown by these margins. */
export async function expand(
  model: LoadedModel,
  picture: RgbaImage,
  margins: Partial<Margins>,
  { prompt, seed, steps }: { prompt: string; seed: number; steps: number },
): Promise<Expansion> {
  const all = { left: 0, top: 0, right: 0, bottom: 0, ...margins };
  const old = { x: all.left, y: all.top, width: picture.width, height: picture.height };
  const region = { ...withMargins(old, all), x: 0, y: 0 };
  const source = emptyImage(region.width, region.height);
  place(source, picture, old.x, old.y);
  const edit = { intent: 'expand', strength: STRENGTH, fade: FADE, region } as const;
  const request = someRequest({ mode: 'outpaint', prompt, seed, steps, edit });
  const began = performance.now();
  let tiles = 0;
  const image = await pictureOf(
    paintPictures(model, request, { source: { image: source }, preview: 'off' }),
    (event) => {
      if (event.kind === 'tile') tiles++;
    },
  );
  return { image, old, tiles, seconds: (performance.now() - began) / 1000 };
}

async function pictureOf(events: AsyncGenerator<EngineEvent>, also?: (event: EngineEvent) => void): Promise<RgbaImage> {
  for await (const event of events) {
    also?.(event);
    if (event.kind === 'picture') return event.picture.image;
  }
  throw new Error('the pipeline made no picture');
}
