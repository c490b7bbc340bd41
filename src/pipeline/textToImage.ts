import { flowSigmas } from '../diffusion/schedule';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent } from '../protocol/messages';
import { checkRequest } from './checkRequest';
import { throwIfCancelled } from './eventLoop';
import type { LoadedModel } from './loadModel';
import { pictureRequest } from './pictureRequest';
import type { PipelineOptions } from './pipelineOptions';
import { Previewer } from './preview';
import { Progress } from './progress';
import { decode } from './steps/decode';
import { encodeGuide } from './steps/encodeGuide';
import { paint } from './steps/paint';
import { prepareNoise } from './steps/prepareLatents';

/**
 * Pictures from a prompt: phases, steps and previews as they come, and a `picture` event for each one finished. Throws `bad-request`
 * before anything ran, `cancelled` between steps, `not-finite`, and what the runtime throws.
 */
export async function* textToImage(
  model: LoadedModel,
  request: GenerationRequest,
  { preview, signal }: PipelineOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const sampler = checkRequest(model.card, request);
  const { pictures, steps, width, height } = request;
  const plan = sampler.plan(flowSigmas(steps, model.card.schedule.shift));
  const progress = new Progress(steps * pictures, () => model.measured.decodeSeconds ?? 0);
  const region = { x: 0, y: 0, width, height };

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'encodingPrompt' };
  const guide = await encodeGuide(model, request);

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    yield { kind: 'phase', phase: 'denoising' };
    const noise = prepareNoise(model.card, own);
    const previewer = new Previewer(model, preview);
    const pass = { picture: index, pictures, tile: 1, tiles: 1, steps };
    const painted = yield* paint({
      model,
      start: noise,
      noise,
      plan,
      guide,
      signal,
      pass,
      progress,
      previewer,
      region,
    });
    throwIfCancelled(signal);
    yield { kind: 'phase', phase: 'decoding' };
    const image = await decode(model, painted.latents);
    const total = (performance.now() - began) / 1000;
    const timings = { total, steps: painted.steps, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image, timings } };
  }
}
