import type { BackendChoice } from '../protocol/messages';
import type { Engine } from './engine';
import { spawnWorker } from './spawnWorker';
import { WorkerEngine } from './workerEngine';

/** The app's engine, in a worker that starts now. One for each page. */
export function createEngine(backend: BackendChoice): Engine {
  return new WorkerEngine({ backend, spawn: spawnWorker });
}
