import type { ModelCard } from '../models/modelCard';
import { loadModel, type LoadedModel } from '../pipeline/loadModel';
import type { Runtime } from '../runtime/runtime';
import { sameCard } from '../storage/modelRecords';
import type { RevisionInUse } from '../storage/revisions';
import type { Weights } from '../storage/weights';
import type { RequestContext } from './dispatcher';
import { orLost } from './gpuLoss';

interface Loaded {
  cardUrl: string;
  model: LoadedModel;
  /** Lets go of the revision's chunks, which parts that are made later may still want to read. */
  release: () => Promise<void>;
}

export interface ShelfParts {
  runtime: () => Runtime;
  weights: () => Promise<Weights>;
  /** Installs a model of which there is nothing here. */
  install: (cardUrl: string, context: RequestContext) => Promise<{ card: ModelCard }>;
}

/** The models whose sessions are in memory: one, so far. Whoever calls takes a turn first. */
export class Shelf {
  #loaded: Loaded | null = null;
  readonly #answered = new Set<string>();

  constructor(private readonly parts: ShelfParts) {}

  /** Revisions that have been loaded since this worker began. */
  get answered(): ReadonlySet<string> {
    return this.#answered;
  }

  /** What is loaded of a model; null when nothing is. */
  peek(cardUrl: string): LoadedModel | null {
    return this.#loaded?.cardUrl === cardUrl ? this.#loaded.model : null;
  }

  /** The loaded model of the installed revision; a newer one that is on its way is not waited for. */
  async take(cardUrl: string, context: RequestContext): Promise<LoadedModel> {
    context.signal.throwIfAborted();
    const weights = await this.parts.weights();
    const card = (await weights.installed(cardUrl)) ?? (await this.parts.install(cardUrl, context)).card;
    const before = this.peek(cardUrl);
    if (before && sameCard(before.card, card)) return before;
    const use = (await weights.useInstalled(cardUrl)) ?? (await weights.use(cardUrl, card));
    const model = await this.load(cardUrl, use, context);
    if (before) context.emit({ kind: 'revision', revision: model.card.revision });
    return model;
  }

  /** Makes the sessions of a revision, which take the place of those that are there. */
  async load(cardUrl: string, { card, release }: RevisionInUse, context: RequestContext): Promise<LoadedModel> {
    try {
      context.emit({ kind: 'phase', phase: 'loading' });
      await this.#clear();
      const weights = await this.parts.weights();
      const files = weights.files(cardUrl, card, {
        signal: context.signal,
        onNotice: (message) => context.emit({ kind: 'notice', message }),
      });
      const runtime = this.parts.runtime();
      const stopWhenCancelled = () => context.signal.throwIfAborted();
      const model = await orLost(runtime, loadModel(runtime, card, files, stopWhenCancelled));
      this.#loaded = { cardUrl, model, release };
      this.#answered.add(card.revision);
      return model;
    } catch (thrown) {
      await release();
      throw thrown;
    }
  }

  async #clear(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = null;
    try {
      await loaded?.model.dispose();
    } finally {
      await loaded?.release();
    }
  }
}
