import type { SamplerStep } from '../../diffusion/samplers/samplerPlan';
import type { Rect } from '../../geometry/rect';
import type { ModelCard } from '../../models/modelCard';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { Source } from '../../protocol/messages';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';
import type { NoiseRequest } from '../steps/prepareLatents';

/** One way of the model from noise to pixels, in one window. */
export interface Pass {
  kind: 'pass';
  /** The window's size in pixels, and what its noise is made from. */
  noise: NoiseRequest;
  /** The window's place, for previews. */
  region: Rect;
  /** The way that is walked. */
  plan: readonly SamplerStep[];
  /**
   * The opaque picture, of the window's size, that is there when the way begins later than in pure noise; null where nothing is. A function,
   * because making it may take its time; the same function, the same picture.
   */
  shown: (() => RgbaImage) | null;
  /** What of `shown` is painted anew; without it everything is. */
  repaint?: {
    /** Of the latent cells: 1 repaints, 0 keeps, between is a soft edge. */
    cells: Float32Array;
    /** Of the window's pixels; previews are transparent where it is 0, since they lie over the picture. */
    mask: Mask;
  };
}

/** A part of the picture that is final, whatever comes after it. */
export interface FinalTile {
  kind: 'tile';
  image: RgbaImage;
  /** Its place on the plane. */
  region: Rect;
}

/** What is particular to one kind of picture; paintPictures.ts does what they have in common. Made for one request. */
export interface Task {
  /** Passes of each picture, and the steps of all of them together. */
  passes: number;
  steps: number;
  /** The request whose prompts and scale guide, where it is not quite the one that was asked for. */
  guidedBy?: GenerationRequest;
  /** Makes one picture: asks for passes, and is given what each has painted (of its window's size); returns the picture. */
  paint(own: GenerationRequest): Generator<Pass | FinalTile, RgbaImage, RgbaImage>;
}

export interface TaskInput {
  card: ModelCard;
  request: GenerationRequest;
  source?: Source;
  /** The sampler's whole way, from pure noise. */
  whole: readonly SamplerStep[];
}

/** Reads a request as a task. Throws `bad-request` where request, source and model don't fit. */
export type TaskMaker = (input: TaskInput) => Task;

/** The task of an edit that changes nothing: each picture is the one that is there. */
export function unchanged(image: RgbaImage): Task {
  return {
    passes: 0,
    steps: 0,
    // eslint-disable-next-line require-yield -- it asks for no pass
    *paint() {
      return { ...image, data: image.data.slice() };
    },
  };
}
