import { flowSigmas } from '../diffusion/schedule';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, PreviewMode, Source } from '../protocol/messages';
import { throwIfCancelled } from './cancellation';
import { checkRequest } from './checkRequest';
import type { LoadedModel } from './loadModel';
import { Previewer } from './preview';
import { paintPass, type Painter } from './paintPass';
import { Progress } from './progress';
import { encodeGuide } from './steps/encodeGuide';
import type { Guide } from './steps/predict';
import { findTask } from './tasks/registry';

export interface PaintOptions {
  /** The picture that an edit starts from. It is read only. */
  source?: Source;
  preview: PreviewMode;
  /** Looked at between steps; aborting it ends the pictures with code `cancelled`. */
  signal?: AbortSignal;
}

/**
 * The pictures of a request, whatever its mode: phases, steps and previews as they come, a `tile` for each part of an expansion that is
 * final (it outlives a later cancel), and a `picture` for each one finished. Regions are on the plane.
 *
 * Throws `bad-request` before anything ran, `cancelled` between steps, `not-finite`, and what the runtime throws.
 */
export async function* paintPictures(
  model: LoadedModel,
  request: GenerationRequest,
  { source, preview, signal }: PaintOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const { card } = model;
  const { pictures } = request;
  const makeTask = findTask(request.mode);
  const whole = checkRequest(card, request).plan(flowSigmas(request.steps, card.schedule.shift));
  const task = makeTask({ card, request, source, whole });
  const progress = new Progress(task.steps * pictures, () => model.measured.decodeSeconds ?? 0);
  const painter: Painter = { model, progress, encoded: new WeakMap(), signal };
  let guide: Guide | undefined;

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    const previewer = new Previewer(model, preview);
    const steps: number[] = [];
    let number = 0;
    const painting = task.paint(own);
    let next = painting.next();
    while (!next.done) {
      if (next.value.kind === 'tile') {
        const { image, region } = next.value;
        yield { kind: 'tile', picture: index, tile: number, image, region };
        next = painting.next();
        continue;
      }
      if (!guide) {
        throwIfCancelled(signal);
        yield { kind: 'phase', phase: 'encodingPrompt' };
        guide = await encodeGuide(model, task.guidedBy ?? request);
      }
      const place = { picture: index, pictures, tile: ++number, tiles: task.passes };
      const painted = yield* paintPass(painter, { pass: next.value, place, guide, previewer });
      steps.push(...painted.steps);
      next = painting.next(painted.image);
    }
    const timings = { total: (performance.now() - began) / 1000, steps, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image: next.value, timings } };
  }
}

/**
 * The complete request of one picture of several. Seeds count up; in a variation the seed stays, so that all pictures are near the same one,
 * and the variation's seed counts up.
 */
function pictureRequest(request: GenerationRequest, index: number): GenerationRequest {
  const { seed, variation } = request;
  if (!variation) return { ...request, pictures: 1, seed: seed + index };
  return { ...request, pictures: 1, variation: { ...variation, seed: variation.seed + index } };
}
