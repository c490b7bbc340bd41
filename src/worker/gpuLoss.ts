import { deviceLost, toOutpaneError } from '../protocol/errors';
import type { Runtime } from '../runtime/runtime';

/** Milliseconds that a failure on the GPU waits for the news that the device is lost, which may come after it. */
const NEWS_DELAY = 50;

/**
 * Does the work and rejects with `device-lost` as soon as the GPU is gone: a run on a lost device may never end, fail with some
 * other words, or give numbers that are not finite.
 */
export async function orLost<T>(runtime: Runtime, work: Promise<T>): Promise<T> {
  const lost = runtime.lost.then((reason) => {
    throw deviceLost(reason);
  });
  try {
    return await Promise.race([work, lost]);
  } catch (thrown) {
    const { code } = toOutpaneError(thrown);
    if (runtime.info.backend === 'webgpu' && (code === 'internal' || code === 'not-finite')) {
      await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, NEWS_DELAY))]);
    }
    throw thrown;
  }
}
