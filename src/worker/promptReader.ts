import { modelUnknown } from '../protocol/errors';
import type { Weights } from '../storage/weights';
import { createTokenizer, type Tokenizer } from '../text/tokenizer';

/** The tokenizer of an installed model alone, so that a prompt can be counted before the sessions are made. */
export class PromptReader {
  #last: { card: string; tokenizer: Tokenizer } | null = null;

  constructor(private readonly weights: () => Promise<Weights>) {}

  /** Never fetches a model: throws `model-unknown` where it is not here. */
  async tokenizer(cardUrl: string): Promise<Tokenizer> {
    const weights = await this.weights();
    const card = await weights.installed(cardUrl);
    if (!card) throw modelUnknown('The model is not on this device yet.', 'It is read after it was fetched.');
    const text = JSON.stringify(card);
    if (this.#last?.card !== text) {
      const files = weights.files(cardUrl, card);
      const { tokenizer, config } = card.tokenizer;
      const [json, settings] = await Promise.all([files.bytes(tokenizer), files.bytes(config)]);
      this.#last = { card: text, tokenizer: createTokenizer(json, settings, card.tokenizer) };
    }
    return this.#last.tokenizer;
  }
}
