import type { Component, ModelCard } from '../models/modelCard';
import type { ModelFiles } from '../models/modelFiles';
import type { FloatTensor, Runtime, Session } from '../runtime/runtime';
import { createTokenizer, type Tokenizer } from '../text/tokenizer';
import { LazySession } from './lazySession';
import { PromptCache } from './promptCache';

/** The parts of a model in the order they are loaded. */
export type ModelPart = 'tokenizer' | 'textEncoder' | 'unet' | 'vaeDecoder';

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
  readonly textEncoder: LazySession;
  readonly unet: Session;
  readonly vaeDecoder: Session;
  /** Made when a picture is first encoded: text to image never needs it. Null where the model has none. */
  readonly vaeEncoder: LazySession | null;
  /** The last few prompts' embeddings, so that the same prompt needs no text encoder. */
  readonly prompts: PromptCache<PromptEmbedding>;
  /** What is known of the speed here; null until measured. */
  readonly measured: { decodeSeconds: number | null };
  /** Gives the memory of all sessions back. */
  dispose(): Promise<void>;
}

/** How many prompts are remembered: the negative one and a few that a person goes back and forth between. */
const REMEMBERED_PROMPTS = 8;

/** Makes the sessions of text to image; `onPart` hears what is being loaded. Throws what `files` and the runtime throw. */
export async function loadModel(
  runtime: Runtime,
  card: ModelCard,
  files: ModelFiles,
  onPart?: (part: ModelPart) => void,
): Promise<LoadedModel> {
  const create = (component: Component): Promise<Session> => createComponent(runtime, component, files);
  const { components } = card;
  const textEncoder = new LazySession(() => create(components.textEncoder));
  const encoder = components.vaeEncoder;
  const vaeEncoder = encoder ? new LazySession(() => create(encoder)) : null;
  const sessions: { release(): Promise<void> }[] = [textEncoder, ...(vaeEncoder ? [vaeEncoder] : [])];
  const dispose = async (): Promise<void> => {
    await Promise.all(sessions.map((session) => session.release()));
  };

  try {
    onPart?.('tokenizer');
    const tokenizer = createTokenizer(
      await files.bytes(card.tokenizer.tokenizer),
      await files.bytes(card.tokenizer.config),
      card.tokenizer,
    );
    onPart?.('textEncoder');
    await textEncoder.get();
    onPart?.('unet');
    const unet = await create(components.unet);
    sessions.push(unet);
    onPart?.('vaeDecoder');
    const vaeDecoder = await create(components.vaeDecoder);
    sessions.push(vaeDecoder);
    const prompts = new PromptCache<PromptEmbedding>(REMEMBERED_PROMPTS);
    return {
      card,
      tokenizer,
      textEncoder,
      unet,
      vaeDecoder,
      vaeEncoder,
      prompts,
      measured: { decodeSeconds: null },
      dispose,
    };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

async function createComponent(runtime: Runtime, component: Component, files: ModelFiles): Promise<Session> {
  const graph = await files.bytes(component.graph);
  const externalData = await Promise.all(
    component.externalData.map(async ({ location, file }) => ({ location, data: await files.blob(file) })),
  );
  return runtime.createSession(graph, externalData);
}
