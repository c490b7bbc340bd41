import { create } from 'zustand';
import type { ModelCard } from '../models/modelCard';
import { wantsToSaveData } from '../platform/saveData';
import type { OutpaneError } from '../protocol/errors';
import { cancelled, toOutpaneError } from '../protocol/errors';
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

/** One way of the model to its sessions. It counts as long as no other has begun since. */
interface Preparation {
  card: Promise<ModelCard>;
}

/** The one that is under way or has succeeded; a failed one is forgotten, so that the next call tries again. */
let preparation: Preparation | null = null;

let tellOpened: () => void;
const opened = new Promise<void>((resolve) => {
  tellOpened = resolve;
});

/** The page opens, or goes over to another model: reads the card, then fetches and loads the model, unless that would cost the person money unasked. */
export async function openModel(cardUrl: string): Promise<void> {
  useModel.setState({ cardUrl, card: null, phase: { status: 'opening' } });
  preparation = null;
  tellOpened();
  if (wantsToSaveData() && (await isAsking(cardUrl))) return;
  if (useModel.getState().cardUrl === cardUrl) await prepareModel().catch(() => undefined);
}

/** Asks the person where the model would have to be fetched. Says whether nothing is to be done but to wait for them. */
async function isAsking(cardUrl: string): Promise<boolean> {
  try {
    const card = await openCard(cardUrl);
    const installed = (await installedCard(cardUrl)) !== null;
    // Something else has been opened since, or somebody has asked for this one.
    if (useModel.getState().cardUrl !== cardUrl || preparation) return true;
    useModel.setState({ card });
    if (!installed) setPhase({ status: 'asking', bytes: downloadBytes(card) });
    return !installed;
  } catch {
    // prepareModel meets the same error and reports it.
    return false;
  }
}

/** All files of a model together, in bytes. */
const downloadBytes = (card: ModelCard) => card.files.reduce((sum, file) => sum + file.size, 0);

/**
 * Resolves with the card once the model is stored, checked and loaded; waits for `openModel`. Callers share one run, and follow
 * the page to another model. Rejects with what stands in the way (`network`, `storage-full`, `model-damaged`, ...), which is also
 * reported as the page's problem.
 */
export function prepareModel(): Promise<ModelCard> {
  const { cardUrl } = useModel.getState();
  if (cardUrl === '') return opened.then(prepareModel);
  preparation ??= begin(cardUrl);
  return preparation.card;
}

function begin(cardUrl: string): Preparation {
  const isCurrent = () => preparation === mine;
  const mine: Preparation = {
    // Not in this moment: `preparation` has to be known to it first.
    card: Promise.resolve()
      .then(() => prepare(cardUrl, isCurrent))
      .then(
        // Another way has begun since: this one's end says nothing about it.
        (card) => (isCurrent() ? card : prepareModel()),
        (thrown: unknown) => {
          if (!isCurrent()) return prepareModel();
          preparation = null;
          throw fail(toOutpaneError(thrown));
        },
      ),
  };
  clearProblem('model');
  setPhase({ status: 'opening' });
  return mine;
}

/** Rejects where it does not count any more: another model must neither be shown nor driven out of the memory. */
async function prepare(cardUrl: string, isCurrent: () => boolean): Promise<ModelCard> {
  const say = (change: Partial<ModelStore>) => {
    if (!isCurrent()) throw anotherModel();
    useModel.setState(change);
  };
  const onEvent = (event: EngineEvent) => {
    if (event.kind === 'notice') notify(event.message);
    if (event.kind === 'download' && isCurrent()) setPhase(downloading(event));
  };
  say({ card: useModel.getState().card ?? (await openCard(cardUrl)) });
  await engine().request('install', { cardUrl }, { onEvent });
  // What could not be mended was replaced by the server's revision.
  const card = await openCard(cardUrl);
  say({ card, phase: { status: 'loading' } });
  await engine().request('load', { cardUrl }, { onEvent });
  say({ phase: { status: 'ready' } });
  return useModel.getState().card ?? card;
}

const anotherModel = () => cancelled('Another model is on its way.');

function fail(error: OutpaneError): OutpaneError {
  setPhase({ status: 'failed', error });
  reportProblem('model', error);
  return error;
}

const downloading = ({ receivedBytes, totalBytes }: Extract<EngineEvent, { kind: 'download' }>): ModelPhase => ({
  status: 'downloading',
  receivedBytes,
  totalBytes,
});

/** The engine has changed over to another revision: from here on it is the page's, too. Resolves with its card. */
export async function followRevision(): Promise<ModelCard | null> {
  const { cardUrl } = useModel.getState();
  const card = await installedCard(cardUrl);
  if (!card || useModel.getState().cardUrl !== cardUrl) return null;
  useModel.setState({ card });
  if (preparation) preparation.card = Promise.resolve(card);
  return card;
}

/** What a generation says of the model on its way. */
export interface GenerationWatch {
  event(event: EngineEvent): void;
  /** It is over; `error` says what ended it before its end. */
  end(error: OutpaneError | null): void;
}

/**
 * Follows a generation: it may have to fetch and load the model anew (a repair, a worker that was replaced in a window that keeps
 * no data). Whatever comes of it, the model's phase is true afterwards.
 */
export function followGeneration(): GenerationWatch {
  const began = preparation;
  /** The phase is this generation's word, and nobody has begun to prepare the model since. */
  let moved = false;
  const move = (phase: ModelPhase) => {
    if (preparation !== began) return;
    moved = true;
    setPhase(phase);
  };
  const arrive = () => {
    if (moved && preparation === began) setPhase({ status: 'ready' });
    moved = false;
  };
  return {
    event: (event) => {
      if (event.kind === 'download') move(downloading(event));
      // The engine goes on whether the page can read the new card or not.
      else if (event.kind === 'revision') followRevision().catch(() => undefined);
      else if (event.kind === 'phase' && event.phase === 'loading') move({ status: 'loading' });
      // It has its sessions: it works.
      else if (event.kind === 'phase' || event.kind === 'step') arrive();
    },
    end: (error) => {
      if (!error) return arrive();
      if (!moved || preparation !== began) return;
      preparation = null;
      // Who cancels a picture has not cancelled the model: it goes on to where it was.
      if (error.code === 'cancelled') void prepareModel().catch(() => undefined);
      else fail(error);
    },
  };
}

/** After the engine was changed: the new one has no sessions yet. */
export function forgetLoadedModel(): void {
  preparation = null;
}
