import * as v from 'valibot';
import { clampTo, RANGES, STORED_RANGES, type Range } from './ranges';
import { recordKind, type Read } from './recordKind';

/** Largest seed: seeds are whole numbers that a double holds exactly. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

const number = ({ min, max }: Range) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const whole = (range: Range) => v.pipe(number(range), v.integer());
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const seed = whole({ min: 0, max: MAX_SEED });
const share = number({ min: 0, max: 1 });

const place = whole({ min: -1e6, max: 1e6 });
const extent = whole({ min: 0, max: 1e6 });
export const rectSchema = v.object({ x: place, y: place, width: extent, height: extent });

/** What the person meant. Expand = grow past an edge, fill = paint something into the mask, replace = the same with nothing kept of it, remove = background only, vary = image to image. */
export const intentSchema = v.picklist(['expand', 'fill', 'replace', 'remove', 'vary']);

/** How an edit of an existing picture was made; the pixels themselves travel beside the request. */
const editSchema = (ranges: Record<keyof typeof RANGES, Range>) =>
  v.object({
    intent: intentSchema,
    /** 1 starts from pure noise, 0 changes nothing. */
    strength: share,
    /** Width in pixels of the fade between old and new, on the old side. */
    fade: whole(ranges.fade),
    /** Where on the plane the edited window lies, in picture pixels. */
    region: rectSchema,
    /** sha256 of the window's RGBA bytes and of its mask before the edit. */
    source: v.optional(v.object({ pixels: sha256, mask: v.optional(sha256) })),
  });

/** Noise = spherical interpolation from the seed's noise to this seed's, by strength 0..1. */
export const variationSchema = v.object({ seed, strength: share });

const requestSchema = (ranges: Record<keyof typeof RANGES, Range>) =>
  v.object({
    version: v.literal(1),
    mode: v.picklist(['textToImage', 'imageToImage', 'inpaint', 'outpaint']),
    model: v.object({ id: v.pipe(text(200), v.minLength(1)), revision: text(200) }),
    prompt: text(ranges.prompt.max),
    negativePrompt: text(ranges.prompt.max),
    /** Of the first picture; picture k of a request has seed + k (but see `variation`). */
    seed,
    steps: whole(ranges.steps),
    /** 1 = no guidance, one pass a step. */
    guidanceScale: number(ranges.guidanceScale),
    sampler: text(60),
    /** Of the generated window, in pixels. */
    width: whole(ranges.side),
    height: whole(ranges.side),
    pictures: whole(ranges.pictures),
    /** Of several pictures its seed counts up and `seed` stays. */
    variation: v.optional(variationSchema),
    edit: v.optional(editSchema(ranges)),
  });

/** Everything that makes a picture, complete: running it again gives the same picture. What this schema takes can be asked for today. */
export const generationRequestSchema = requestSchema(RANGES);

/** Requests as they are stored, in pictures, histories, links and files. */
export const requestKind = recordKind({ version: 1, schema: requestSchema(STORED_RANGES) });

/** A stored request of any version, in today's form. Its numbers may be beyond what can be asked for: see `withinRanges`. */
export const readRequest = (raw: unknown): Read<GenerationRequest> => requestKind.read(raw);

/** A stored request with every number brought to what can be asked for today, to be run again. */
export function withinRanges(request: GenerationRequest): GenerationRequest {
  const { edit } = request;
  return {
    ...request,
    prompt: request.prompt.slice(0, RANGES.prompt.max),
    negativePrompt: request.negativePrompt.slice(0, RANGES.prompt.max),
    steps: clampTo(RANGES.steps, request.steps),
    guidanceScale: clampTo(RANGES.guidanceScale, request.guidanceScale),
    pictures: clampTo(RANGES.pictures, request.pictures),
    width: clampTo(RANGES.side, request.width),
    height: clampTo(RANGES.side, request.height),
    ...(edit && { edit: { ...edit, fade: clampTo(RANGES.fade, edit.fade) } }),
  };
}

export type GenerationRequest = v.InferOutput<typeof generationRequestSchema>;
export type Edit = NonNullable<GenerationRequest['edit']>;
export type Variation = v.InferOutput<typeof variationSchema>;
export type GenerationMode = GenerationRequest['mode'];
export type Intent = Edit['intent'];
