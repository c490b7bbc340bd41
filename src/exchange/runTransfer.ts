import { create } from 'zustand';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { reportProblem, type Problem } from '../shell/problem';

/** A long piece of work on many pictures, while it goes on. */
export interface Transfer {
  label: string;
  /** 0 to 1, or null where the end is not known. */
  done: number | null;
  cancel: () => void;
}

/** One at a time. */
export const useTransfer = create<{ transfer: Transfer | null }>(() => ({ transfer: null }));

/** Tells how far it is, 0 to 1. */
export type Report = (done: number | null) => void;

/** Shows the work while it goes on; what goes wrong becomes the page's problem, from there. False where it failed or one is running already. */
export async function runTransfer(
  label: string,
  work: (report: Report, signal: AbortSignal) => Promise<void>,
  from: Problem['from'] = 'storage',
): Promise<boolean> {
  if (useTransfer.getState().transfer) {
    notify('Another export or import is still under way.');
    return false;
  }
  const stop = new AbortController();
  const report: Report = (done) => useTransfer.setState({ transfer: { label, done, cancel: () => stop.abort() } });
  report(null);
  try {
    await work(report, stop.signal);
    return true;
  } catch (thrown) {
    if (stop.signal.aborted) notify('Stopped.');
    else reportProblem(from, toOutpaneError(thrown));
    return false;
  } finally {
    useTransfer.setState({ transfer: null });
  }
}
