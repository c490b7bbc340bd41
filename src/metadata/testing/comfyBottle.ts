/** The default workflow as the server keeps it under `prompt`. */
export const COMFY = {
  '3': {
    inputs: {
      seed: 156680208700286,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
    class_type: 'KSampler',
  },
  '4': { inputs: { ckpt_name: 'sd15/v1-5-pruned-emaonly.safetensors' }, class_type: 'CheckpointLoaderSimple' },
  '5': { inputs: { width: 512, height: 768, batch_size: 1 }, class_type: 'EmptyLatentImage' },
  '6': { inputs: { text: 'beautiful scenery, glass bottle', clip: ['10', 1] }, class_type: 'CLIPTextEncode' },
  '7': { inputs: { text: 'text, watermark', clip: ['10', 1] }, class_type: 'CLIPTextEncode' },
  '8': { inputs: { samples: ['3', 0], vae: ['4', 2] }, class_type: 'VAEDecode' },
  '9': { inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] }, class_type: 'SaveImage' },
  '10': {
    inputs: { lora_name: 'x.safetensors', strength_model: 1, model: ['4', 0], clip: ['4', 1] },
    class_type: 'LoraLoader',
  },
};
/** What is read from it. */
export const BOTTLE = {
  source: 'comfyui',
  prompt: 'beautiful scenery, glass bottle',
  negativePrompt: 'text, watermark',
  steps: 20,
  sampler: { name: 'euler normal', id: 'flow-euler' },
  guidanceScale: 8,
  seed: 156680208700286,
  width: 512,
  height: 768,
  model: { name: 'v1-5-pruned-emaonly', hash: null },
  strength: 1,
};
