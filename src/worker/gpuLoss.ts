import { deviceLost, toOutpaneError } from '../protocol/errors';
import type { Runtime } from '../runtime/runtime';

/** Milliseconds that a failure on the GPU waits for the news that the device is lost, which may come after it. */
const NEWS_DELAY = 50;

/**
 * Does the work and rejects with `device-lost` as soon as the GPU is gone: a run on a lost device may never end, fail with some
 * other words, or give numbers that are not finite.
 */
export function orLost<T>(runtime: Runtime, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stopListening = runtime.loss.listen((reason) => reject(deviceLost(reason)));
    const fail = (thrown: unknown) => {
      stopListening();
      reject(thrown);
    };
    work.then(
      (value) => {
        stopListening();
        resolve(value);
      },
      (thrown: unknown) => {
        if (mayBeLoss(runtime, thrown)) setTimeout(() => fail(thrown), NEWS_DELAY);
        else fail(thrown);
      },
    );
  });
}

function mayBeLoss({ info }: Runtime, thrown: unknown): boolean {
  const { code } = toOutpaneError(thrown);
  return info.backend === 'webgpu' && (code === 'internal' || code === 'not-finite');
}
