import * as v from 'valibot';

/** Largest seed: seeds are whole numbers that a double holds exactly. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const rectSchema = v.object({
  x: whole(-1e6, 1e6),
  y: whole(-1e6, 1e6),
  width: whole(0, 1e6),
  height: whole(0, 1e6),
});

/** How an edit of an existing picture was made; the pixels themselves travel beside the request. */
export const editSchema = v.object({
  /** What the person meant. Expand = grow past an edge, fill = paint something into the mask, replace = the same with nothing kept of it, remove = background only, vary = image to image. */
  intent: v.picklist(['expand', 'fill', 'replace', 'remove', 'vary']),
  /** 1 starts from pure noise, 0 changes nothing. */
  strength: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Width in pixels of the fade between old and new, on the old side. */
  fade: whole(0, 256),
  /** Where on the plane the edited window lies, in picture pixels. */
  region: rectSchema,
  /** sha256 of the window's RGBA bytes and of its mask before the edit. */
  source: v.optional(v.object({ pixels: sha256, mask: v.optional(sha256) })),
});

/** Noise = spherical interpolation from the seed's noise to this seed's, by strength 0..1. */
export const variationSchema = v.object({
  seed: whole(0, MAX_SEED),
  strength: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});

/** Everything that makes a picture, complete: running it again gives the same picture. */
export const generationRequestSchema = v.object({
  version: v.literal(1),
  mode: v.picklist(['textToImage', 'imageToImage', 'inpaint', 'outpaint']),
  model: v.object({
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    revision: v.pipe(v.string(), v.maxLength(200)),
  }),
  prompt: v.pipe(v.string(), v.maxLength(10_000)),
  negativePrompt: v.pipe(v.string(), v.maxLength(10_000)),
  /** Of the first picture; picture k of a request has seed + k (but see `variation`). */
  seed: whole(0, MAX_SEED),
  steps: whole(1, 50),
  /** 1 = no guidance, one pass a step. */
  guidanceScale: v.pipe(v.number(), v.minValue(1), v.maxValue(15)),
  sampler: v.pipe(v.string(), v.maxLength(60)),
  /** Of the generated window, in pixels. */
  width: whole(8, 4096),
  height: whole(8, 4096),
  pictures: whole(1, 4),
  /** Of several pictures its seed counts up and `seed` stays. */
  variation: v.optional(variationSchema),
  edit: v.optional(editSchema),
});

export type GenerationRequest = v.InferOutput<typeof generationRequestSchema>;
export type Edit = v.InferOutput<typeof editSchema>;
export type Variation = v.InferOutput<typeof variationSchema>;
export type GenerationMode = GenerationRequest['mode'];
export type Intent = Edit['intent'];
