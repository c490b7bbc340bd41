import { reportFetch } from '../platform/connection';
import { whenHolderEnds } from '../platform/locks';
import { newId } from '../platform/newId';
import type { FromWorker } from '../protocol/messages';
import type { SpawnWorker } from './workerPort';

/**
 * Starts the engine's worker. A worker that fails to start or throws tells so by an event, but one that is closed or that the
 * browser ends says nothing, and one that computes can't answer a ping for seconds. So the worker holds a Web Lock under its own name
 * as long as it lives, and the browser gives that lock to us when it has ended.
 */
export const spawnWorker: SpawnWorker = (listener) => {
  const name = `outpane-engine-${newId()}`;
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module', name });
  const ended = new AbortController();
  const die = (reason: string) => {
    if (ended.signal.aborted) return;
    ended.abort();
    worker.terminate();
    listener.onDeath(reason);
  };

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (ended.signal.aborted) return;
    if (data.type === 'alive') void whenHolderEnds(name, ended.signal).then(() => die('The worker has ended.'));
    else if (data.type === 'fetched') reportFetch(data.reached);
    else listener.onMessage(data);
  };
  worker.onmessageerror = () => die('A message from the worker could not be read.');
  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message || 'The worker could not be started.');
  };

  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    terminate: () => {
      ended.abort();
      worker.terminate();
    },
  };
};
