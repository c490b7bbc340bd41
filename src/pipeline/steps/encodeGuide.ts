import { isGuided } from '../../diffusion/guidance';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { LoadedModel } from '../loadModel';
import { encodePrompt } from './encodePrompt';
import type { Guide } from './predict';

/** What a request's picture is painted towards. Without guidance the negative prompt is not read at all. */
export async function encodeGuide(model: LoadedModel, request: GenerationRequest): Promise<Guide> {
  const prompt = await encodePrompt(model, request.prompt);
  const scale = request.guidanceScale;
  const negative = isGuided(scale) ? await encodePrompt(model, request.negativePrompt) : null;
  return { prompt, negative, scale };
}
