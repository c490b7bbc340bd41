import { flowSigmas } from '../diffusion/schedule';
import { fillByEdge } from '../imaging/fill';
import { badRequest } from '../protocol/errors';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, Source } from '../protocol/messages';
import { checkEdit, type CheckedEdit } from './checkEdit';
import { checkRequest } from './checkRequest';
import { throwIfCancelled } from './eventLoop';
import type { LoadedModel } from './loadModel';
import { pictureRequest } from './pictureRequest';
import type { PipelineOptions } from './pipelineOptions';
import { Previewer } from './preview';
import { Progress } from './progress';
import { decode } from './steps/decode';
import { encodeGuide } from './steps/encodeGuide';
import { encodePicture } from './steps/encodePicture';
import { paint } from './steps/paint';
import { noisyLatents, prepareNoise } from './steps/prepareLatents';
import { strengthPlan } from './strengthPlan';

/**
 * A whole picture painted over: it gets noise for the edit's strength and is denoised from there (SDEdit, Meng et al., 2021). The source
 * has the request's size; what is unknown in it is filled from its edges; its mask is not looked at. Strength 0 gives the source back.
 *
 * Events and errors as textToImage, `bad-request` also for a source that does not fit; regions are on the plane.
 */
export async function* imageToImage(
  model: LoadedModel,
  request: GenerationRequest,
  source: Source | undefined,
  { preview, signal }: PipelineOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const secondsGone = () => (performance.now() - began) / 1000;
  const { card } = model;
  const sampler = checkRequest(card, request);
  const edit = checkEdit(request, source);
  checkSize(edit, request);
  const { pictures } = request;
  if (edit.strength === 0) {
    for (let index = 0; index < pictures; index++) {
      const image = { ...edit.image, data: edit.image.data.slice() };
      const timings = { total: secondsGone(), steps: [], previews: 0 };
      yield { kind: 'picture', picture: { index, request: pictureRequest(request, index), image, timings } };
    }
    return;
  }
  const plan = strengthPlan(sampler.plan(flowSigmas(request.steps, card.schedule.shift)), edit.strength);
  const steps = plan.length;
  const progress = new Progress(steps * pictures, () => model.measured.decodeSeconds ?? 0);

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'encodingPrompt' };
  const guide = await encodeGuide(model, request);
  yield { kind: 'phase', phase: 'encodingPicture' };
  const clean = await encodePicture(model, fillByEdge(edit.image));

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    yield { kind: 'phase', phase: 'denoising' };
    const noise = prepareNoise(card, own);
    const previewer = new Previewer(model, preview);
    const painted = yield* paint({
      model,
      start: noisyLatents(clean, noise, plan[0]?.from ?? 1),
      noise,
      plan,
      guide,
      signal,
      pass: { picture: index, pictures, tile: 1, tiles: 1, steps },
      progress,
      previewer,
      region: edit.region,
    });
    throwIfCancelled(signal);
    yield { kind: 'phase', phase: 'decoding' };
    const image = await decode(model, painted.latents);
    const timings = { total: secondsGone(), steps: painted.steps, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image, timings } };
  }
}

function checkSize({ image }: CheckedEdit, { width, height }: GenerationRequest): void {
  if (image.width === width && image.height === height) return;
  throw badRequest(
    'The picture does not have the size that the request names.',
    'Nothing was changed. Make the picture fit first.',
    `request ${width} x ${height}, picture ${image.width} x ${image.height}`,
  );
}
