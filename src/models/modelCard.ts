import * as v from 'valibot';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const path = v.pipe(
  v.string(),
  v.regex(/^[\w.-]+(\/[\w.-]+)*$/),
  v.check((p) => !p.includes('..'), 'no .. in a path'),
);
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

const fileSchema = v.object({
  path,
  size: positive,
  sha256,
  /** Of each chunk of `chunkSize` bytes, in order; the last may be shorter. */
  chunks: v.array(sha256),
});

/** One ONNX graph. `inputs` and `outputs` give the graph's own names for the roles the pipelines know. */
const componentSchema = v.object({
  graph: path,
  /** `location` as the graph spells it -> file of this model. */
  externalData: v.optional(v.array(v.object({ location: v.string(), file: path })), []),
  inputs: v.record(v.string(), v.string()),
  outputs: v.record(v.string(), v.string()),
});

/**
 * Everything about a model that the code must not guess. Read from `card.json` beside the model's files.
 * Data types and shapes of graph inputs are not here: they are read from `session.inputMetadata`.
 */
export const modelCardSchema = v.object({
  format: v.literal(1),
  id: v.string(),
  name: v.string(),
  revision: v.string(),
  description: v.string(),
  /** Who and what the weights come from, shown in About. */
  attributions: v.array(v.object({ what: v.string(), licence: v.string(), source: v.string() })),
  chunkSize: positive,
  files: v.array(fileSchema),
  components: v.object({
    /** inputs: inputIds, attentionMask; outputs: hiddenStates */
    textEncoder: componentSchema,
    /** inputs: sample, timestep, encoderHiddenStates, encoderAttentionMask (where it has one); outputs: sample */
    unet: componentSchema,
    /** inputs: latents; outputs: sample */
    vaeDecoder: componentSchema,
    /** inputs: sample; outputs: latents */
    vaeEncoder: v.optional(componentSchema),
  }),
  tokenizer: v.object({
    tokenizer: path,
    config: path,
    /** Tokens the text encoder reads, special ones counted; longer prompts are cut, the last special token kept. */
    maxLength: positive,
    padId: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  latents: v.object({
    channels: positive,
    /** Picture pixels a latent cell is wide. */
    factor: positive,
    /** normalised = (encoded - shift) * scale */
    scale: v.number(),
    shift: v.number(),
  }),
  /** What is concatenated to the noisy latents on the channel axis: nothing, or the mask (1 = repaint) and the kept latents times (1 - mask). */
  concat: v.picklist(['none', 'mask+kept']),
  /** What the network's output means. */
  parameterization: v.picklist(['flow', 'epsilon', 'v', 'sample']),
  schedule: v.object({ kind: v.literal('flow'), shift: v.number(), trainTimesteps: positive }),
  preview: v.object({
    /** Linear look at latents, one pixel a cell: rgb (-1..1) = bias + sum over channels of latents * matrix[channel]. */
    matrix: v.array(v.tuple([v.number(), v.number(), v.number()])),
    bias: v.tuple([v.number(), v.number(), v.number()]),
    /**
     * A better look where the model has one: a linear convolution over a cell and its neighbours (edges repeated) that gives `upscale` x
     * `upscale` pixels a cell. Output o = (colour * upscale + row) * upscale + column; o = bias[o] + scale[o] * sum of weights * latents,
     * `weights` as base64 of int8 [3 * upscale * upscale, channels, size, size].
     */
    kernel: v.optional(
      v.object({
        size: v.picklist([1, 3, 5]),
        upscale: v.picklist([1, 2, 4, 8]),
        weights: v.pipe(v.string(), v.base64()),
        scale: v.array(v.number()),
        bias: v.array(v.number()),
      }),
    ),
  }),
  size: v.object({ native: positive, grid: positive, min: positive, max: positive }),
  samplers: v.pipe(v.array(v.string()), v.minLength(1)),
  defaults: v.object({ steps: positive, guidanceScale: v.number(), sampler: v.string() }),
  abilities: v.object({ negativePrompt: v.boolean() }),
});

export type ModelCard = v.InferOutput<typeof modelCardSchema>;
export type Component = ModelCard['components']['unet'];
