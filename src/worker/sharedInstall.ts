import type { ModelCard } from '../models/modelCard';
import { cancelled } from '../protocol/errors';
import type { InstallReport } from '../protocol/messages';
import type { Weights } from '../storage/weights';
import type { RequestContext } from './dispatcher';
import { seldom } from './seldom';

interface Running {
  listeners: Set<RequestContext>;
  stop: AbortController;
  result: Promise<{ card: ModelCard; report: InstallReport }>;
  last: { receivedBytes: number; totalBytes: number } | null;
}

/**
 * Installations of one worker: requests that want the same model share one, each hears its events, and it stops when the last
 * of them is cancelled.
 */
export class SharedInstall {
  readonly #running = new Map<string, Running>();

  constructor(private readonly weights: () => Promise<Weights>) {}

  async join(cardUrl: string, context: RequestContext): Promise<{ card: ModelCard; report: InstallReport }> {
    const running = this.#running.get(cardUrl) ?? this.#start(cardUrl);
    running.listeners.add(context);
    if (running.last) context.emit({ kind: 'download', ...running.last });
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(cancelled());
      context.signal.addEventListener('abort', leave);
      if (context.signal.aborted) leave();
    });
    try {
      return await Promise.race([running.result, left]);
    } finally {
      context.signal.removeEventListener('abort', leave);
      running.listeners.delete(context);
      if (running.listeners.size === 0) {
        running.stop.abort();
        if (this.#running.get(cardUrl) === running) this.#running.delete(cardUrl);
      }
    }
  }

  #start(cardUrl: string): Running {
    const listeners = new Set<RequestContext>();
    const stop = new AbortController();
    const tell = seldom((receivedBytes: number, totalBytes: number) => {
      for (const { emit } of listeners) emit({ kind: 'download', receivedBytes, totalBytes });
    });
    const onProgress = (receivedBytes: number, totalBytes: number) => {
      running.last = { receivedBytes, totalBytes };
      tell(receivedBytes, totalBytes);
    };
    const onNotice = (message: string) => {
      for (const { emit } of listeners) emit({ kind: 'notice', message });
    };
    const install = async () => {
      const weights = await this.weights();
      const installed = await weights.install(cardUrl, { signal: stop.signal, onProgress, onNotice });
      if (!weights.persistent && installed.report.fetchedBytes > 0) {
        onNotice('This browser window keeps no data: the model stays in memory and is fetched again next time.');
      }
      return installed;
    };
    const result = install();
    const running: Running = { listeners, stop, result, last: null };
    this.#running.set(cardUrl, running);
    // Whoever joined hears of a failure; when all have left, nobody needs to.
    result.catch(() => undefined);
    return running;
  }
}
