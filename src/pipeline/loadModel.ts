import type { Component, ModelCard } from '../models/modelCard';
import type { ModelFiles } from '../models/modelFiles';
import type { FloatTensor, Runtime, Session } from '../runtime/runtime';
import { createTokenizer, type Tokenizer } from '../text/tokenizer';
import { modelPart, type ModelPart } from './modelPart';
import { PromptCache } from './promptCache';

/** What a model can be made of, by the roles of its card. */
export type PartRole = keyof ModelCard['components'];

/** A prompt as the UNet reads it. */
export interface PromptEmbedding {
  /** [1, tokens, width] */
  hiddenStates: FloatTensor;
  /** [1, tokens]; 1 = token, 0 = padding. */
  mask: FloatTensor;
}

/** A model ready to run on one runtime. */
export interface LoadedModel {
  readonly card: ModelCard;
  readonly tokenizer: Tokenizer;
  /** Each part that its card names. */
  readonly parts: Readonly<{ [R in keyof ModelCard['components']]: ModelPart }>;
  /** The last few prompts' embeddings, so that the same prompt needs no text encoder. */
  readonly prompts: PromptCache<PromptEmbedding>;
  /** What is known of the speed here; null until measured. */
  readonly measured: { decodeSeconds: number | null };
  /** Gives the memory of all sessions back. */
  dispose(): Promise<void>;
}

/** How many prompts are remembered: the negative one and a few that a person goes back and forth between. */
const REMEMBERED_PROMPTS = 8;

/** What text to image needs, in the order it is loaded. The encoder is made when a picture is first encoded. */
const NEEDED = ['textEncoder', 'unet', 'vaeDecoder'] as const satisfies readonly PartRole[];

/** Makes the sessions of text to image; `beforePart` is called before each and may throw. Throws what it, `files` and the runtime throw. */
export async function loadModel(
  runtime: Runtime,
  card: ModelCard,
  files: ModelFiles,
  beforePart?: () => void,
): Promise<LoadedModel> {
  const part = (component: Component) => modelPart(component, () => createSession(runtime, component, files));
  const { textEncoder, unet, vaeDecoder, vaeEncoder } = card.components;
  const parts: LoadedModel['parts'] = {
    textEncoder: part(textEncoder),
    unet: part(unet),
    vaeDecoder: part(vaeDecoder),
    vaeEncoder: vaeEncoder && part(vaeEncoder),
  };
  const dispose = async (): Promise<void> => {
    await Promise.all(Object.values(parts).map((each) => each?.release()));
  };

  try {
    beforePart?.();
    const { tokenizer, config } = card.tokenizer;
    const reads = createTokenizer(await files.bytes(tokenizer), await files.bytes(config), card.tokenizer);
    for (const role of NEEDED) {
      beforePart?.();
      await parts[role].load();
    }
    const prompts = new PromptCache<PromptEmbedding>(REMEMBERED_PROMPTS);
    return { card, tokenizer: reads, parts, prompts, measured: { decodeSeconds: null }, dispose };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

async function createSession(runtime: Runtime, component: Component, files: ModelFiles): Promise<Session> {
  const graph = await files.bytes(component.graph);
  const externalData = await Promise.all(
    component.externalData.map(async ({ location, file }) => ({ location, data: await files.blob(file) })),
  );
  return runtime.createSession(graph, externalData);
}
