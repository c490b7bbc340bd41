import { create } from 'zustand';
import type { ModelCard } from '../models/modelCard';
import { wantsToSaveData } from '../platform/saveData';
import type { OutpaneError } from '../protocol/errors';
import { toOutpaneError } from '../protocol/errors';
import type { EngineEvent } from '../protocol/messages';
import { installedCard, openCard } from '../storage/modelRecords';
import { engine } from './engine';
import { notify } from '../shell/notices';
import { clearProblem, reportProblem } from '../shell/problem';

export type ModelPhase =
  /** Reading the card. */
  | { status: 'opening' }
  /** The connection is metered: the person decides. */
  | { status: 'asking'; bytes: number }
  | { status: 'downloading'; receivedBytes: number; totalBytes: number }
  /** Making the sessions. */
  | { status: 'loading' }
  | { status: 'ready' }
  | { status: 'failed'; error: OutpaneError };

interface ModelStore {
  /** Absolute. */
  cardUrl: string;
  card: ModelCard | null;
  phase: ModelPhase;
}

export const useModel = create<ModelStore>(() => ({ cardUrl: '', card: null, phase: { status: 'opening' } }));

const setPhase = (phase: ModelPhase) => useModel.setState({ phase });

/** The run that is under way or has succeeded; a failed one is forgotten, so that the next call tries again. */
let preparing: Promise<ModelCard> | null = null;

let tellOpened: () => void;
const opened = new Promise<void>((resolve) => {
  tellOpened = resolve;
});

/** The page opens: reads the card, then fetches and loads the model, unless that would cost the person money unasked. */
export async function openModel(cardUrl: string): Promise<void> {
  useModel.setState({ cardUrl, card: null, phase: { status: 'opening' } });
  preparing = null;
  tellOpened();
  if (wantsToSaveData()) {
    try {
      const card = await openCard(cardUrl);
      useModel.setState({ card });
      if ((await installedCard(cardUrl)) === null) {
        setPhase({ status: 'asking', bytes: downloadBytes(card) });
        return;
      }
    } catch {
      // prepareModel meets the same error and reports it.
    }
  }
  await prepareModel().catch(() => undefined);
}

/** All files of a model together, in bytes. */
const downloadBytes = (card: ModelCard) => card.files.reduce((sum, file) => sum + file.size, 0);

/**
 * Resolves with the card once the model is stored, checked and loaded; waits for `openModel`. Callers share one run. Rejects with
 * what stands in the way (`network`, `storage-full`, `model-damaged`, ...), which is also reported as the page's problem.
 */
export function prepareModel(): Promise<ModelCard> {
  if (useModel.getState().cardUrl === '') return opened.then(prepareModel);
  if (preparing) return preparing;
  const mine = prepare().catch((thrown: unknown) => {
    const error = toOutpaneError(thrown);
    // Another run has begun since: this one's end says nothing about it.
    if (preparing === mine) {
      preparing = null;
      setPhase({ status: 'failed', error });
      reportProblem('model', error);
    }
    throw error;
  });
  preparing = mine;
  return mine;
}

async function prepare(): Promise<ModelCard> {
  const { cardUrl } = useModel.getState();
  clearProblem('model');
  setPhase({ status: 'opening' });
  const card = useModel.getState().card ?? (await openCard(cardUrl));
  useModel.setState({ card });
  await engine().request('install', { cardUrl }, { onEvent: followPreparation });
  // What could not be mended was replaced by the server's revision.
  useModel.setState({ card: await openCard(cardUrl) });
  setPhase({ status: 'loading' });
  await engine().request('load', { cardUrl }, { onEvent: followPreparation });
  setPhase({ status: 'ready' });
  return useModel.getState().card ?? card;
}

/** The engine has changed over to another revision: from here on it is the page's, too. Resolves with its card. */
export async function followRevision(): Promise<ModelCard | null> {
  const card = await installedCard(useModel.getState().cardUrl);
  if (!card) return null;
  useModel.setState({ card });
  preparing &&= Promise.resolve(card);
  return card;
}

/** A repair in the middle of a generation says so here, too. */
export function followPreparation(event: EngineEvent): void {
  if (event.kind === 'notice') notify(event.message);
  if (event.kind !== 'download') return;
  const { receivedBytes, totalBytes } = event;
  setPhase({ status: 'downloading', receivedBytes, totalBytes });
}

/** After the engine was changed: the new one has no sessions yet. */
export function forgetLoadedModel(): void {
  preparing = null;
}
