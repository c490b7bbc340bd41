import { imageToImage } from '../pipeline/imageToImage';
import { inpaint } from '../pipeline/inpaint';
import type { LoadedModel } from '../pipeline/loadModel';
import { outpaint } from '../pipeline/outpaint';
import type { PipelineOptions } from '../pipeline/pipelineOptions';
import { textToImage } from '../pipeline/textToImage';
import { badRequest } from '../protocol/errors';
import type { GenerationMode, GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, Source } from '../protocol/messages';

export type Pipeline = (
  model: LoadedModel,
  request: GenerationRequest,
  source: Source | undefined,
  options: PipelineOptions,
) => AsyncGenerator<EngineEvent, void>;

/** What makes a picture, by the request's mode. */
const pipelines: Record<GenerationMode, Pipeline> = {
  textToImage: (model, request, _source, options) => textToImage(model, request, options),
  imageToImage,
  inpaint,
  outpaint,
};

/** Throws `bad-request` for a mode that there is no pipeline for: a request of a newer version of Outpane. */
export function pipelineFor(mode: GenerationMode): Pipeline {
  const pipeline = Object.hasOwn(pipelines, mode) ? pipelines[mode] : undefined;
  if (pipeline) return pipeline;
  throw badRequest(
    "This version of Outpane can't make that kind of picture.",
    'Your pictures are safe. Reload the page to get the newest version.',
    `mode ${mode}`,
  );
}
