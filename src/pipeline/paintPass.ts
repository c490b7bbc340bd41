import type { EngineEvent } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import { throwIfCancelled } from './cancellation';
import type { Latents } from './latents';
import type { LoadedModel } from './loadModel';
import type { Previewer } from './preview';
import type { PassPlace, Progress } from './progress';
import { decode } from './steps/decode';
import { denoise } from './steps/denoise';
import { encodeLatents } from './steps/encodeLatents';
import type { Guide } from './steps/predict';
import { noisyLatents, prepareNoise } from './steps/prepareLatents';
import { hideKept } from './tasks/editPixels';
import type { Pass } from './tasks/task';

type Shown = NonNullable<Pass['shown']>;

/** What all passes of a request have in common. */
export interface Painter {
  model: LoadedModel;
  progress: Progress;
  /** What was shown before, encoded: the pictures of a request often begin with the same one. */
  encoded: WeakMap<Shown, Latents>;
  signal?: AbortSignal;
}

interface PassWork {
  pass: Pass;
  place: Omit<PassPlace, 'steps'>;
  guide: Guide;
  /** Of the picture. */
  previewer: Previewer;
}

interface Painted {
  image: RgbaImage;
  /** Seconds of each step, previews not counted. */
  steps: number[];
}

/** One pass as events for the person: its phases, a step and, unless they are off, a preview after each. */
export async function* paintPass(
  { model, progress, encoded, signal }: Painter,
  { pass, place, guide, previewer }: PassWork,
): AsyncGenerator<EngineEvent, Painted> {
  const { plan, shown, repaint, region } = pass;
  let clean = shown && encoded.get(shown);
  if (shown && !clean) {
    yield { kind: 'phase', phase: 'encodingPicture' };
    clean = await encodeLatents(model, shown());
    encoded.set(shown, clean);
  }

  yield { kind: 'phase', phase: 'denoising' };
  const noise = prepareNoise(model.card, pass.noise);
  const sigma = plan[0]?.from ?? 1;
  const start = clean && sigma < 1 ? noisyLatents(clean, noise, sigma) : noise;
  const conditioning = clean && repaint && { repaint: repaint.cells, kept: clean.data };
  const way = denoise({ model, start, noise, plan, guide, conditioning: conditioning ?? undefined, signal });
  const steps: number[] = [];
  let next = await way.next();
  while (!next.done) {
    const { step, seconds, denoised } = next.value;
    steps.push(seconds);
    yield progress.step({ ...place, steps: plan.length }, step, seconds);
    const look = await previewer.look(denoised, seconds);
    if (look && repaint) hideKept(look, repaint.mask);
    if (look) yield { kind: 'preview', picture: place.picture, step, image: look, region };
    next = await way.next();
  }

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'decoding' };
  return { image: await decode(model, next.value), steps };
}
