import { create } from 'zustand';
import { wantsToSaveData } from '../platform/saveData';
import { toOutpaneError } from '../protocol/errors';
import { newerRevision } from '../storage/modelRecords';
import { engine } from './engine';
import { followRevision, useModel } from './model';
import { notify } from './notices';

/** A newer revision of the model on its way beside the installed one, which goes on making pictures. */
export type Renewal =
  | { status: 'none' }
  /** The connection is metered: the person decides. */
  | { status: 'offered'; bytes: number }
  | { status: 'fetching'; receivedBytes: number; totalBytes: number }
  /** Whole, and waiting for the end of the run that is under way. */
  | { status: 'waiting' };

export const useRenewal = create<{ renewal: Renewal }>(() => ({ renewal: { status: 'none' } }));

const show = (renewal: Renewal) => useRenewal.setState({ renewal });

/** Looks for a newer revision once the model is ready. One that was stopped by a change of the engine is gone on with. Returns the way to stop. */
export function watchRevisions(): () => void {
  let looking: Promise<boolean> | null = null;
  const look = () => {
    if (useModel.getState().phase.status !== 'ready' || looking) return;
    looking = lookForNewer();
    void looking.then((done) => {
      if (!done) looking = null;
    });
  };
  look();
  return useModel.subscribe(({ phase }, { phase: before }) => {
    if (phase !== before) look();
  });
}

/** Resolves with whether there is nothing more to do. Never rejects. */
async function lookForNewer(): Promise<boolean> {
  const { cardUrl } = useModel.getState();
  try {
    const newer = await newerRevision(cardUrl);
    if (newer && newer.bytes > 0 && wantsToSaveData()) {
      show({ status: 'offered', bytes: newer.bytes });
      return true;
    }
  } catch {
    // No network, or a server in disorder: the installed revision does all that is needed, and the next visit looks again.
    return true;
  }
  // Asked also when there is nothing newer: the engine clears away what an older revision has left.
  return fetchNewer();
}

/**
 * Fetches the newer revision and changes over to it. Resolves with false when it was stopped on the way, which keeps what has
 * arrived. Never rejects: the installed revision stays in use, and that is said.
 */
export async function fetchNewer(): Promise<boolean> {
  const { cardUrl, card: before } = useModel.getState();
  try {
    const { revision } = await engine().request(
      'renew',
      { cardUrl },
      {
        onEvent: (event) => {
          if (event.kind === 'notice') notify(event.message);
          if (event.kind !== 'download') return;
          const { receivedBytes, totalBytes } = event;
          if (receivedBytes < totalBytes) show({ status: 'fetching', receivedBytes, totalBytes });
          else show({ status: 'waiting' });
        },
      },
    );
    if (revision !== null) {
      const card = await followRevision();
      if (card && card.revision !== before?.revision)
        notify(`${card.name} was renewed. New pictures may look different.`);
    }
    return true;
  } catch (thrown) {
    if (toOutpaneError(thrown).code === 'cancelled') return false;
    notify(`A newer version of ${before?.name ?? 'the model'} could not be taken over. The installed one is used.`);
    return true;
  } finally {
    show({ status: 'none' });
  }
}
