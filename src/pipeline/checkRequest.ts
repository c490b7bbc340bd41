import * as v from 'valibot';
import { findSampler } from '../diffusion/samplers/registry';
import type { Sampler } from '../diffusion/samplers/samplerPlan';
import type { ModelCard } from '../models/modelCard';
import { badRequest } from '../protocol/errors';
import { generationRequestSchema, MAX_SEED, type GenerationRequest } from '../protocol/generationRequest';

/** Throws `bad-request`, with what would be right, when this model can't do the request. Returns the request's sampler. */
export function checkRequest(card: ModelCard, request: GenerationRequest): Sampler {
  const parsed = v.safeParse(generationRequestSchema, request);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const field = issue.path?.map((item) => String(item.key)).join('.') ?? 'request';
    throw badRequest(`The setting “${field}” is out of range.`, 'Change it and try again.', issue.message);
  }
  if (request.model.id !== card.id) {
    throw badRequest('The request is for another model.', `Choose ${card.name}, or load the model it names.`);
  }
  checkSide('width', request.width, card);
  checkSide('height', request.height, card);
  // Not seed + pictures > MAX_SEED: beyond it sums are no longer exact.
  if (Math.max(request.seed, request.variation?.seed ?? 0) > MAX_SEED - (request.pictures - 1)) {
    throw badRequest('There is no seed left for every picture.', 'Choose a smaller seed, or fewer pictures.');
  }
  const sampler = card.samplers.includes(request.sampler) ? findSampler(request.sampler) : undefined;
  if (sampler) return sampler;
  throw badRequest(
    `${card.name} can’t use the sampler “${request.sampler}”.`,
    `Choose one of these: ${card.samplers.map((id) => findSampler(id)?.name ?? id).join(', ')}.`,
  );
}

function checkSide(side: 'width' | 'height', pixels: number, { name, size }: ModelCard): void {
  if (pixels >= size.min && pixels <= size.max && pixels % size.grid === 0) return;
  throw badRequest(
    `${name} can’t make a picture with a ${side} of ${pixels} px.`,
    `Choose a ${side} from ${size.min} to ${size.max} px in steps of ${size.grid}.`,
  );
}
