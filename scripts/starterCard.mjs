// The starter's model card, made from the folder of its files: sizes, hashes, and the facts that no graph says.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_SIZE = 4 * 1024 * 1024;
const COMPONENTS = ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'];
const TOKENIZER = ['tokenizer/tokenizer.json', 'tokenizer/tokenizer_config.json'];

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Files every starter has; a graph may have external data beside it. */
export const NEEDED_FILES = [...TOKENIZER, ...COMPONENTS.map((component) => `${component}/model.onnx`)];

/** Names of a component's external data files, in the order they were written. */
function dataFiles(folder, component) {
  const path = join(folder, component);
  const part = (name) => Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => /^model\.onnx_data(_\d+)?$/.test(name))
        .sort((a, b) => part(a) - part(b))
    : [];
}

/** Paths of all files that an installed app keeps, in the card's order (the revision depends on it). */
export function modelPaths(folder) {
  const graphs = COMPONENTS.flatMap((component) => [
    `${component}/model.onnx`,
    ...dataFiles(folder, component).map((name) => `${component}/${name}`),
  ]);
  return [...TOKENIZER, ...graphs];
}

function describe(folder, path) {
  const bytes = readFileSync(join(folder, path));
  const chunks = [];
  for (let at = 0; at < bytes.length; at += CHUNK_SIZE) chunks.push(sha256(bytes.subarray(at, at + CHUNK_SIZE)));
  return { path, size: bytes.length, sha256: sha256(bytes), chunks };
}

/** How latents become previews: the matrix, and the better kernel where there is one (`kernelFile` may lie elsewhere). */
function readPreview(folder, kernelFile) {
  const { matrix, bias } = JSON.parse(readFileSync(join(folder, 'preview.json'), 'utf8'));
  if (!existsSync(kernelFile)) return { matrix, bias };
  return { matrix, bias, kernel: JSON.parse(readFileSync(kernelFile, 'utf8')) };
}

/** The card of the model in `folder`. Without `revision`, it is the start of a hash over the files' hashes: what the weights are, not when they were copied. */
export function makeCard(folder, { revision, kernelFile = join(folder, 'preview-kernel.json') } = {}) {
  const files = modelPaths(folder).map((path) => describe(folder, path));
  const preview = readPreview(folder, kernelFile);
  const externalData = (component) => {
    const names = dataFiles(folder, component);
    if (names.length === 0) return {};
    return { externalData: names.map((name) => ({ location: name, file: `${component}/${name}` })) };
  };
  return {
    format: 1,
    id: 'starter',
    name: 'Starter',
    revision: revision ?? sha256(files.map((file) => file.sha256).join('')).slice(0, 12),
    description: 'Small and built in: flat, cartoon and glossy things, alone or in simple scenes, at 256 x 256.',
    attributions: [
      {
        what: 'Outpane starter: UNet and VAE',
        licence: 'CC BY 4.0',
        source: 'trained by the Outpane authors on the emoji sets below',
      },
      { what: 'Twemoji', licence: 'CC BY 4.0', source: 'Twitter, Inc and other contributors' },
      { what: 'Noto Emoji', licence: 'Apache 2.0', source: 'Google' },
      { what: 'Fluent Emoji', licence: 'MIT', source: 'Microsoft' },
      { what: 'EmojiOne 2', licence: 'CC BY 4.0', source: 'Ranks.com Inc.' },
      {
        what: 'all-MiniLM-L6-v2 (text encoder, rounded to int8)',
        licence: 'Apache 2.0',
        source: 'sentence-transformers',
      },
    ],
    chunkSize: CHUNK_SIZE,
    files,
    components: {
      textEncoder: {
        graph: 'text_encoder/model.onnx',
        ...externalData('text_encoder'),
        inputs: { inputIds: 'input_ids', attentionMask: 'attention_mask' },
        outputs: { hiddenStates: 'last_hidden_state' },
      },
      unet: {
        graph: 'unet/model.onnx',
        ...externalData('unet'),
        inputs: {
          sample: 'sample',
          timestep: 'timestep',
          encoderHiddenStates: 'encoder_hidden_states',
          encoderAttentionMask: 'encoder_attention_mask',
        },
        outputs: { sample: 'out_sample' },
      },
      vaeDecoder: {
        graph: 'vae_decoder/model.onnx',
        ...externalData('vae_decoder'),
        inputs: { latents: 'latent_sample' },
        outputs: { sample: 'sample' },
      },
      vaeEncoder: {
        graph: 'vae_encoder/model.onnx',
        ...externalData('vae_encoder'),
        inputs: { sample: 'sample' },
        outputs: { latents: 'latent_sample' },
      },
    },
    tokenizer: {
      tokenizer: 'tokenizer/tokenizer.json',
      config: 'tokenizer/tokenizer_config.json',
      maxLength: 32,
      padId: 0,
    },
    latents: { channels: 16, factor: 16, scale: 1, shift: 0 },
    concat: 'mask+kept',
    parameterization: 'flow',
    schedule: { kind: 'flow', shift: 1, trainTimesteps: 1000 },
    preview,
    size: { native: 256, grid: 32, min: 128, max: 512 },
    samplers: ['flow-euler', 'flow-heun'],
    defaults: { steps: 12, guidanceScale: 3, sampler: 'flow-euler' },
    abilities: { negativePrompt: true },
    // Nothing reads it any more, but versions of the app that are open somewhere refuse a card without it.
    requirements: { shaderF16: false, memoryBytes: 500_000_000 },
  };
}

export const cardText = (card) => JSON.stringify(card, null, 1) + '\n';
