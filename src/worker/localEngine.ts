import { paintPictures } from '../pipeline/paintPictures';
import type { BackendChoice, Requests } from '../protocol/messages';
import { openRuntime } from '../runtime/openRuntime';
import type { Runtime } from '../runtime/runtime';
import { Weights } from '../storage/weights';
import type { Handlers, RequestContext } from './dispatcher';
import { orLost } from './gpuLoss';
import { ofRevision } from './ofRevision';
import { PromptReader } from './promptReader';
import { seldom } from './seldom';
import { SharedInstall } from './sharedInstall';
import { Shelf } from './shelf';
import { Turns } from './turns';

/** Answers the requests: puts the device, the weights and the loaded model to work. */
export class LocalEngine {
  #runtime: Runtime | null = null;
  #weights: Promise<Weights> | null = null;
  readonly #turns = new Turns();
  readonly #installs = new SharedInstall(() => this.#openWeights());
  readonly #reader = new PromptReader(() => this.#openWeights());
  readonly #shelf = new Shelf({
    runtime: () => this.#opened(),
    weights: () => this.#openWeights(),
    install: (cardUrl, context) => this.#installs.join(cardUrl, context),
  });

  constructor(private readonly openRuntimeFor: (choice: BackendChoice) => Promise<Runtime> = openRuntime) {}

  readonly handlers: Handlers = {
    open: async ({ backend }) => {
      const runtime = this.#runtime ?? (await this.openRuntimeFor(backend));
      this.#runtime = runtime;
      return runtime.info;
    },
    install: async ({ cardUrl }, context) => (await this.#installs.join(cardUrl, context)).report,
    renew: ({ cardUrl }, context) => this.#renew(cardUrl, context),
    load: ({ cardUrl }, context) =>
      this.#turns.take(context.signal, async () => {
        const began = performance.now();
        await this.#shelf.take(cardUrl, context);
        return { seconds: (performance.now() - began) / 1000 };
      }),
    generate: (payload, context) => this.#turns.take(context.signal, () => this.#generate(payload, context)),
    readPrompt: async ({ cardUrl, prompt }) => {
      const tokenizer = this.#shelf.peek(cardUrl)?.tokenizer ?? (await this.#reader.tokenizer(cardUrl));
      return tokenizer.readPrompt(prompt);
    },
  };

  async #generate(
    { cardUrl, request, preview, source }: Requests['generate']['in'],
    context: RequestContext,
  ): Promise<Requests['generate']['out']> {
    const { signal, emit } = context;
    const model = await this.#shelf.take(cardUrl, context);
    const own = ofRevision(request, model.card, this.#shelf.answered, context);
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
    await this.#turns.take(context.signal, async () => {
      // Loaded before it is the installed one: a revision that does not work here must not drive out the one that does.
      if (this.#shelf.peek(cardUrl)) await this.#shelf.load(cardUrl, await weights.use(cardUrl, card), context);
      await weights.changeOver(cardUrl, card);
    });
    return { revision: card.revision };
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
