import * as v from 'valibot';
import { MAX_SEED, variationSchema, type GenerationRequest } from './generationRequest';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const number = (min: number, max: number) => v.nullable(v.pipe(v.number(), v.minValue(min), v.maxValue(max)));
const whole = (min: number, max: number) =>
  v.nullable(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)));

/** Which tool wrote a picture's settings. */
export const settingsSourceSchema = v.picklist([
  'outpane',
  'a1111',
  'comfyui',
  'invokeai',
  'fooocus',
  'swarmui',
  'novelai',
  'easydiffusion',
  'drawthings',
]);

/** What a picture of any tool says about how it was made, in the ranges of a request; null = not said, '' = said to be empty. */
export const pictureSettingsSchema = v.object({
  source: settingsSourceSchema,
  prompt: v.nullable(text(10_000)),
  negativePrompt: v.nullable(text(10_000)),
  steps: whole(1, 50),
  /** The tool's own name, and our sampler's id where ours computes the same. */
  sampler: v.nullable(v.object({ name: text(200), id: v.nullable(text(60)) })),
  guidanceScale: number(1, 15),
  seed: whole(0, MAX_SEED),
  variation: v.optional(variationSchema),
  /** Pixels. */
  width: whole(8, 4096),
  height: whole(8, 4096),
  model: v.object({ name: v.nullable(text(200)), hash: v.nullable(text(200)) }),
  /** Denoising strength of an image to image run, 0 to 1. */
  strength: number(0, 1),
  /** What was changed or left out, one sentence each, for a person. */
  warnings: v.pipe(v.array(text(1000)), v.maxLength(20)),
});

export type SettingsSource = v.InferOutput<typeof settingsSourceSchema>;
export type PictureSettings = v.InferOutput<typeof pictureSettingsSchema>;

/**
 * The prompts as far as the picture says them. Records of an earlier version have '' for what is not said, too: an A1111
 * picture that says neither prompt is one of those, since its format has no empty prompt.
 */
export function saidPrompts(settings: PictureSettings): Pick<PictureSettings, 'prompt' | 'negativePrompt'> {
  const { source, prompt, negativePrompt } = settings;
  if (source === 'a1111' && prompt === '') return { prompt: null, negativePrompt: negativePrompt || null };
  return { prompt, negativePrompt };
}

/** Our own request in the common form. */
export function settingsOfRequest(request: GenerationRequest): PictureSettings {
  return {
    source: 'outpane',
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    steps: request.steps,
    sampler: { name: request.sampler, id: request.sampler },
    guidanceScale: request.guidanceScale,
    seed: request.seed,
    variation: request.variation,
    width: request.width,
    height: request.height,
    model: { name: request.model.id, hash: request.model.revision || null },
    strength: request.edit?.strength ?? null,
    warnings: [],
  };
}
