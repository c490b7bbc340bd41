// Writes public/models/starter/card.json: sizes and sha256 of every file and chunk, and the facts that no graph says.
// node scripts/make-card.mjs [FOLDER] [REVISION]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'public/models/starter';
const chunkSize = 4 * 1024 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const paths = [
  'tokenizer/tokenizer.json',
  'tokenizer/tokenizer_config.json',
  'text_encoder/model.onnx',
  'text_encoder/model.onnx_data',
  'text_encoder/model.onnx_data_1',
  'unet/model.onnx',
  'vae_decoder/model.onnx',
  'vae_encoder/model.onnx',
];

const files = paths.map((path) => {
  const bytes = readFileSync(join(folder, path));
  const chunks = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(sha256(bytes.subarray(at, at + chunkSize)));
  return { path, size: bytes.length, sha256: sha256(bytes), chunks };
});
const { matrix, bias } = JSON.parse(readFileSync(join(folder, 'preview.json'), 'utf8'));
const kernel = JSON.parse(readFileSync(join(folder, 'preview-kernel.json'), 'utf8'));
// A revision is what the weights are, not when they were copied: the start of the hash over the files' hashes.
const revision = process.argv[3] ?? sha256(files.map((file) => file.sha256).join('')).slice(0, 12);

const card = {
  format: 1,
  id: 'starter',
  name: 'Starter',
  revision,
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
  chunkSize,
  files,
  components: {
    textEncoder: {
      graph: 'text_encoder/model.onnx',
      externalData: [
        { location: 'model.onnx_data', file: 'text_encoder/model.onnx_data' },
        { location: 'model.onnx_data_1', file: 'text_encoder/model.onnx_data_1' },
      ],
      inputs: { inputIds: 'input_ids', attentionMask: 'attention_mask' },
      outputs: { hiddenStates: 'last_hidden_state' },
    },
    unet: {
      graph: 'unet/model.onnx',
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
      inputs: { latents: 'latent_sample' },
      outputs: { sample: 'sample' },
    },
    vaeEncoder: {
      graph: 'vae_encoder/model.onnx',
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
  preview: { matrix, bias, kernel },
  size: { native: 256, grid: 32, min: 128, max: 512 },
  samplers: ['flow-euler', 'flow-heun'],
  defaults: { steps: 12, guidanceScale: 3, sampler: 'flow-euler' },
  abilities: { negativePrompt: true },
  requirements: { shaderF16: false, memoryBytes: 500_000_000 },
};
writeFileSync(join(folder, 'card.json'), JSON.stringify(card, null, 1) + '\n');
console.log(
  `${folder}/card.json: revision ${revision}, ${files.length} files, ${files.reduce((n, f) => n + f.size, 0)} bytes`,
);
