import type { Rect } from '../../geometry/rect';
import type { EngineEvent } from '../../protocol/messages';
import type { Latents } from '../latents';
import type { Previewer } from '../preview';
import type { Pass, Progress } from '../progress';
import { denoise, type DenoiseInput } from './denoise';

export interface PaintInput extends DenoiseInput {
  pass: Pass;
  progress: Progress;
  previewer: Previewer;
  /** Place of the painted window, for previews. */
  region: Rect;
}

export interface Painted {
  latents: Latents;
  /** Seconds of each step, previews not counted. */
  steps: number[];
}

/** One denoising pass as events for the person: a step and, unless they are off, a preview after each. */
export async function* paint(input: PaintInput): AsyncGenerator<EngineEvent, Painted> {
  const { pass, progress, previewer, region } = input;
  const seconds: number[] = [];
  const steps = denoise(input);
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return { latents: value, steps: seconds };
    seconds.push(value.seconds);
    yield progress.step(pass, value.step, value.seconds);
    const image = await previewer.look(value.denoised, value.seconds);
    if (image) yield { kind: 'preview', picture: pass.picture, step: value.step, image, region };
  }
}
