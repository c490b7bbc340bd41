import type { ModelCard } from '../models/modelCard';
import { loadModel, type LoadedModel } from '../pipeline/loadModel';
import { paintPictures } from '../pipeline/paintPictures';
import { modelUnknown } from '../protocol/errors';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { BackendChoice, Requests } from '../protocol/messages';
import { openRuntime } from '../runtime/openRuntime';
import { SerialQueue } from '../runtime/queue';
import type { Runtime } from '../runtime/runtime';
import { sameCard } from '../storage/modelRecords';
import type { RevisionInUse } from '../storage/revisions';
import { Weights } from '../storage/weights';
import { createTokenizer, type Tokenizer } from '../text/tokenizer';
import type { Handlers, RequestContext } from './dispatcher';
import { orLost } from './gpuLoss';
import { seldom } from './seldom';
import { SharedInstall } from './sharedInstall';

interface Loaded {
  cardUrl: string;
  model: LoadedModel;
  /** Lets go of the revision's chunks, which lazy sessions may still want to read. */
  release: () => Promise<void>;
}

/** Owns the device, the weights and the one model whose sessions are in memory. */
export class LocalEngine {
  /** Loading and generating happen one at a time: two pictures at once would need twice the memory. */
  readonly #queue = new SerialQueue();
  readonly #install = new SharedInstall(() => this.#openWeights());
  #runtime: Runtime | null = null;
  #weights: Promise<Weights> | null = null;
  #loaded: Loaded | null = null;
  /** Revisions that have been loaded since this engine began. */
  readonly #answered = new Set<string>();
  #tokenizer: { card: string; tokenizer: Tokenizer } | null = null;

  constructor(private readonly openRuntimeFor: (choice: BackendChoice) => Promise<Runtime> = openRuntime) {}

  readonly handlers: Handlers = {
    open: async ({ backend }) => {
      const runtime = this.#runtime ?? (await this.openRuntimeFor(backend));
      this.#runtime = runtime;
      return runtime.info;
    },
    install: async ({ cardUrl }, context) => {
      const { report } = await this.#installed(cardUrl, context);
      return report;
    },
    renew: ({ cardUrl }, context) => this.#renew(cardUrl, context),
    load: ({ cardUrl }, context) =>
      this.#inTurn(context, async () => {
        const began = performance.now();
        await this.#model(cardUrl, context);
        return { seconds: (performance.now() - began) / 1000 };
      }),
    generate: (payload, context) => this.#inTurn(context, () => this.#generate(payload, context)),
    readPrompt: async ({ cardUrl, prompt }) => (await this.#readingTokenizer(cardUrl)).readPrompt(prompt),
  };

  /** Runs the job after the others; who is cancelled while waiting need not wait to hear of it. */
  #inTurn<T>({ signal }: RequestContext, job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp);
      const run = () => {
        signal.removeEventListener('abort', giveUp);
        signal.throwIfAborted();
        return job();
      };
      this.#queue.run(async () => run()).then(resolve, reject);
    });
  }

  async #generate(
    { cardUrl, request, preview, source }: Requests['generate']['in'],
    context: RequestContext,
  ): Promise<Requests['generate']['out']> {
    const { signal, emit } = context;
    const model = await this.#model(cardUrl, context);
    const own = ofRevision(request, model.card, this.#answered, context);
    let pictures = 0;
    const run = async () => {
      for await (const event of paintPictures(model, own, { source, preview, signal })) {
        if (event.kind === 'picture') pictures++;
        emit(event);
      }
    };
    await orLost(this.#opened(), run());
    return { pictures };
  }

  /** The loaded model of the installed revision; a newer one that is on its way is not waited for. */
  async #model(cardUrl: string, context: RequestContext): Promise<LoadedModel> {
    context.signal.throwIfAborted();
    const weights = await this.#openWeights();
    const card = (await weights.installed(cardUrl)) ?? (await this.#installed(cardUrl, context)).card;
    const loaded = this.#loaded;
    if (loaded?.cardUrl === cardUrl && sameCard(loaded.model.card, card)) return loaded.model;
    const use = (await weights.useInstalled(cardUrl)) ?? (await weights.use(cardUrl, card));
    const model = await this.#load(cardUrl, use, context);
    if (loaded?.cardUrl === cardUrl) context.emit({ kind: 'revision', revision: model.card.revision });
    return model;
  }

  /** Makes the sessions of a revision, which take the place of those that are there. */
  async #load(cardUrl: string, { card, release }: RevisionInUse, context: RequestContext): Promise<LoadedModel> {
    try {
      context.emit({ kind: 'phase', phase: 'loading' });
      await this.#unload();
      const files = (await this.#openWeights()).files(cardUrl, card, {
        signal: context.signal,
        onNotice: (message) => context.emit({ kind: 'notice', message }),
      });
      const runtime = this.#opened();
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

  async #unload(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = null;
    try {
      await loaded?.model.dispose();
    } finally {
      await loaded?.release();
    }
  }

  /** Fetching takes no turn, so that pictures are made meanwhile; changing over does. */
  async #renew(cardUrl: string, context: RequestContext): Promise<Requests['renew']['out']> {
    const weights = await this.#openWeights();
    await weights.tidy(cardUrl);
    const newer = await weights.fetchNewer(cardUrl, {
      signal: context.signal,
      onProgress: seldom((receivedBytes, totalBytes) => context.emit({ kind: 'download', receivedBytes, totalBytes })),
    });
    if (!newer) return { revision: null };
    const { card } = newer;
    await this.#inTurn(context, async () => {
      // Loaded before it is the installed one: a revision that does not work here must not drive out the one that does.
      if (this.#loaded?.cardUrl === cardUrl) {
        await this.#load(cardUrl, await weights.use(cardUrl, card), context);
      }
      await weights.changeOver(cardUrl, card);
    });
    return { revision: card.revision };
  }

  async #installed(
    cardUrl: string,
    context: RequestContext,
  ): Promise<{ card: ModelCard; report: Requests['install']['out'] }> {
    const installed = await this.#install.join(cardUrl, context);
    const weights = await this.#openWeights();
    if (!weights.persistent && installed.report.fetchedBytes > 0) {
      context.emit({
        kind: 'notice',
        message: 'This browser window keeps no data: the model stays in memory and is fetched again next time.',
      });
    }
    return installed;
  }

  /** The tokenizer alone, so that a prompt can be counted before the sessions are made. Never fetches a model. */
  async #readingTokenizer(cardUrl: string): Promise<Tokenizer> {
    if (this.#loaded?.cardUrl === cardUrl) return this.#loaded.model.tokenizer;
    const weights = await this.#openWeights();
    const card = await weights.installed(cardUrl);
    if (!card) {
      throw modelUnknown('The model is not on this device yet.', 'It is read after it was fetched.');
    }
    const text = JSON.stringify(card);
    if (this.#tokenizer?.card !== text) {
      const files = weights.files(cardUrl, card);
      const { tokenizer, config } = card.tokenizer;
      const [json, settings] = await Promise.all([files.bytes(tokenizer), files.bytes(config)]);
      this.#tokenizer = { card: text, tokenizer: createTokenizer(json, settings, card.tokenizer) };
    }
    return this.#tokenizer.tokenizer;
  }

  #openWeights(): Promise<Weights> {
    this.#weights ??= Weights.open().catch((thrown: unknown) => {
      this.#weights = null;
      throw thrown;
    });
    return this.#weights;
  }

  #opened(): Runtime {
    if (this.#runtime) return this.#runtime;
    throw new Error('The first request must be open.');
  }
}

/**
 * The request as it will really be run: by the revision that is here, whatever revision it names. That is said, unless the
 * request names one that has `answered` before and just could not know of the change.
 */
function ofRevision(
  request: GenerationRequest,
  card: ModelCard,
  answered: ReadonlySet<string>,
  { emit }: RequestContext,
): GenerationRequest {
  const { id, revision } = request.model;
  if (id !== card.id || revision === card.revision) return request;
  if (revision !== '' && !answered.has(revision)) {
    emit({
      kind: 'notice',
      message: `These settings name version ${revision} of ${card.name}. This device has ${card.revision}, so the picture may differ.`,
    });
  }
  return { ...request, model: { id, revision: card.revision } };
}
