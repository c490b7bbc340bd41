import { sendReports } from '../platform/connection';
import { holdForLife } from '../platform/locks';
import type { FromWorker } from '../protocol/messages';
import { serve, type WorkerScope } from './dispatcher';
import { LocalEngine } from './localEngine';

// The compiler sees a window here; `name` and the two message members are all that a worker's own scope is used for.
const scope = globalThis as unknown as WorkerScope & { name: string };

sendReports((reached) => scope.postMessage({ id: 0, seq: 0, type: 'fetched', reached }, []));
serve(scope, new LocalEngine().handlers);

const alive: FromWorker = { id: 0, seq: 0, type: 'alive' };
// Refused only where the page may store nothing either; then the client can't see a sudden end, and all else works.
holdForLife(scope.name).then(
  () => scope.postMessage(alive, []),
  () => undefined,
);
