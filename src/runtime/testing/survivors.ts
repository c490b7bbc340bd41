import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How many of these are still in memory after garbage has been collected. */
export async function survivors(objects: readonly WeakRef<object>[]): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no gc to call');
  // What was looked at in this turn stays until the next one.
  await new Promise(setImmediate);
  collect();
  return objects.filter((object) => object.deref() !== undefined).length;
}
