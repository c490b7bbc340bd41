import type { FloatTensor } from '../../runtime/runtime';
import type { LoadedModel, PromptEmbedding } from '../loadModel';

/** The prompt as the UNet reads it; from memory when it is one of the last few. */
export async function encodePrompt(model: LoadedModel, prompt: string): Promise<PromptEmbedding> {
  const known = model.prompts.get(prompt);
  if (known) return known;

  const { ids, mask } = model.tokenizer.tokenize(prompt);
  const maskTensor = row(mask);
  const feeds = { inputIds: row(ids), attentionMask: maskTensor };
  const hiddenStates = await model.parts.textEncoder.run(feeds, 'hiddenStates');
  const embedding = { hiddenStates, mask: maskTensor };
  model.prompts.set(prompt, embedding);
  return embedding;
}

function row(values: number[]): FloatTensor {
  return { data: Float32Array.from(values), dims: [1, values.length] };
}
