import type { OutpaneError } from '../protocol/errors';
import { internalError, networkFailed } from '../protocol/errors';

/** What browsers and the build say of a file that did not come. */
const NOT_ARRIVED = /dynamically imported module|module script|preload|failed to fetch|load failed|networkerror/i;

/** In words, why a part of the app's own code is not there; `cause` as platform/part.ts has it. */
export function partProblem(cause: string | null): OutpaneError {
  if (cause === null || NOT_ARRIVED.test(cause)) {
    return networkFailed(
      'A part of Outpane has not arrived.',
      'It is asked for again. If it does not come by itself, reload the page: your pictures and settings are kept.',
      cause ?? undefined,
    );
  }
  return internalError(
    "A part of Outpane can't run in this browser.",
    'Your pictures and settings are kept. Update the browser, then reload the page.',
    cause,
  );
}
