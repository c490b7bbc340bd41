import { create } from 'zustand';
import { connectionStore } from '../platform/connection';
import { isOffline } from '../platform/network';
import { wantsToSaveData } from '../platform/saveData';
import { toOutpaneError } from '../protocol/errors';
import { newerRevision } from '../storage/modelRecords';
import { engine } from './engine';
import { followRevision, useModel } from './model';
import { notify } from '../shell/notices';

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

/**
 * Looks for a newer revision once the model is ready and there is a network. One that was stopped by a change of the engine is gone
 * on with. After a look that reached nobody, the next is when the person comes back to the page: it also finds out whether the
 * network is there again. Returns the way to stop.
 */
export function watchRevisions(): () => void {
  let looking = false;
  let done = false;
  const look = async () => {
    if (looking || done || useModel.getState().phase.status !== 'ready' || isOffline()) return;
    looking = true;
    done = await lookForNewer();
    looking = false;
  };
  const comeBack = () => {
    if (document.visibilityState !== 'visible' || !connectionStore.getState().offline) return;
    done = false;
    void look();
  };
  void look();
  const stops = [
    useModel.subscribe(({ phase }, { phase: before }) => {
      if (phase !== before) void look();
    }),
    connectionStore.subscribe(() => void look()),
  ];
  addEventListener('visibilitychange', comeBack);
  return () => {
    stops.forEach((stop) => stop());
    removeEventListener('visibilitychange', comeBack);
  };
}

/** Resolves with whether there is nothing more to do. Never rejects. */
async function lookForNewer(): Promise<boolean> {
  const { cardUrl } = useModel.getState();
  try {
    const newer = await newerRevision(cardUrl);
    // The card was one that is kept here.
    if (connectionStore.getState().offline) return false;
    if (newer && newer.bytes > 0 && wantsToSaveData()) {
      show({ status: 'offered', bytes: newer.bytes });
      return true;
    }
  } catch {
    // A server in disorder is not asked again: the installed revision does all that is needed, and the next visit looks again.
    return !connectionStore.getState().offline;
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
