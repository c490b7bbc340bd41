import type { ArtDocument } from '../editor/document';
import type { Rect } from '../geometry/rect';
import type { ErrorData } from '../protocol/errors';
import type { GenerationRequest, Intent } from '../protocol/generationRequest';
import type { EngineEvent } from '../protocol/messages';
import type { Settings } from '../settings/settings';
import { beginForming, withFinished, withLook } from './forming';
import type { FormingPicture } from './forming';

/** What an edit does to the document that it was asked for. Rectangles lie on the plane, strengths are 0..1. */
export type EditOrder =
  /** Paints what the artwork lacks to fill the target. */
  | { kind: 'expand'; target: Rect }
  /** Paints what is unknown in the frame; where all of it is known, paints it over. */
  | { kind: 'frame'; frame: Rect; strength: number }
  /** Paints into what is masked. */
  | { kind: 'mask'; intent: Exclude<Intent, 'expand'>; strength: number }
  /** Paints a part over, starting from what is there. */
  | { kind: 'vary'; region: Rect; strength: number }
  /** Makes the picture anew with noise near its own. */
  | { kind: 'near'; region: Rect; request: GenerationRequest };

/** A picture of its own, as the settings say. */
export interface PictureWork {
  kind: 'picture';
  settings: Settings;
}

/** A change of the picture on the table. */
export interface EditWork {
  kind: 'edit';
  settings: Settings;
  /** The stored document that it belongs to; null where that was not known yet. */
  documentId: string | null;
  /** The document as it was, without what waited for a decision. */
  base: ArtDocument;
  order: EditOrder;
  /** What the history calls the results. */
  label: string;
}

/** Everything that makes a job's pictures, as it was when the job was added: plain data. The prompt has its style in it. */
export type Work = PictureWork | EditWork;

export type JobEnd =
  | { kind: 'done'; seconds: number }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: ErrorData }
  /** The page went: by a reload, or for good. */
  | { kind: 'interrupted'; by: 'reload' | 'closed' };

type EnginePhase = Extract<EngineEvent, { kind: 'phase' }>['phase'];
export type Step = Extract<EngineEvent, { kind: 'step' }>;

/** What is known of a job that the engine works on. */
interface Progress {
  request: GenerationRequest;
  forming: FormingPicture;
  engine: EnginePhase | null;
  /** The last step that is done. */
  step: Step | null;
  /** The result that it has made last, once the list has it. */
  landed: string | null;
}

/** The one state machine: queued -> preparing -> running -> landing -> ended. */
export type JobState =
  | { phase: 'queued' }
  /** Waits for the model, reads what it starts from. */
  | { phase: 'preparing' }
  | ({ phase: 'running' } & Progress)
  /** The engine has answered; what it has made is being kept. */
  | ({ phase: 'landing'; end: JobEnd } & Progress)
  | { phase: 'ended'; end: JobEnd };

export interface Job {
  readonly id: string;
  /** Unix milliseconds. */
  readonly addedAt: number;
  readonly work: Work;
  readonly state: JobState;
}

export type JobEvent =
  | { kind: 'start' }
  /** `region`: where on the plane its answer is going to lie. */
  | { kind: 'prepared'; request: GenerationRequest; region: Rect; alone: boolean }
  /** `at` in milliseconds of `performance.now()`. */
  | { kind: 'told'; event: EngineEvent; at: number }
  | { kind: 'landed'; id: string }
  /** The engine is through with it, however that ended. */
  | { kind: 'answered'; end: JobEnd }
  /** All that can be kept is. `failure`: why something could not be, or null. */
  | { kind: 'kept'; failure: ErrorData | null }
  | { kind: 'cancel' }
  | { kind: 'interrupt'; by: 'reload' | 'closed' }
  | { kind: 'again' };

/** The state after an event. One that does not belong to the state (a word that comes too late) changes nothing. */
export function advance(state: JobState, event: JobEvent): JobState {
  switch (state.phase) {
    case 'queued':
      if (event.kind === 'start') return { phase: 'preparing' };
      return event.kind === 'cancel' ? { phase: 'ended', end: { kind: 'cancelled' } } : interrupted(state, event);
    case 'preparing':
      if (event.kind === 'answered') return { phase: 'ended', end: event.end };
      return event.kind === 'prepared' ? begun(event) : interrupted(state, event);
    case 'running':
      if (event.kind === 'told') return told(state, event.event, event.at);
      if (event.kind === 'landed') return { ...state, landed: event.id };
      return event.kind === 'answered' ? { ...state, phase: 'landing', end: event.end } : interrupted(state, event);
    case 'landing':
      if (event.kind === 'landed') return { ...state, landed: event.id };
      return event.kind === 'kept'
        ? { phase: 'ended', end: endOf(state.end, event.failure) }
        : interrupted(state, event);
    case 'ended':
      return event.kind === 'again' && mayStartAgain(state) ? { phase: 'queued' } : state;
  }
}

type Running = Extract<JobState, { phase: 'running' }>;

const begun = ({ request, region, alone }: Extract<JobEvent, { kind: 'prepared' }>): Running => ({
  phase: 'running',
  request,
  forming: beginForming(region, request.edit?.region ?? region, alone),
  engine: null,
  step: null,
  landed: null,
});

function told(state: Running, event: EngineEvent, at: number): Running {
  const { forming } = state;
  switch (event.kind) {
    case 'phase':
      return { ...state, engine: event.phase };
    case 'download':
      return { ...state, engine: 'loading' };
    case 'step':
      return { ...state, step: event };
    case 'preview':
    case 'tile':
      return { ...state, forming: withLook(forming, event, at) };
    case 'picture':
      return { ...state, forming: withFinished(forming, event.picture.index, event.picture.image, at) };
    case 'notice':
    case 'revision':
      return state;
  }
}

const interrupted = (state: JobState, event: JobEvent): JobState =>
  event.kind === 'interrupt' ? { phase: 'ended', end: { kind: 'interrupted', by: event.by } } : state;

/** A picture that could not be kept is a failure only where nothing worse has happened. */
const endOf = (end: JobEnd, failure: ErrorData | null): JobEnd =>
  failure && end.kind === 'done' ? { kind: 'failed', error: failure } : end;

/** It has not made what it should, and nobody wanted it to stop. */
export const mayStartAgain = (state: JobState): boolean =>
  state.phase === 'ended' && (state.end.kind === 'failed' || state.end.kind === 'interrupted');

/** The queue is at it. */
export const isActive = ({ state }: Job): boolean => state.phase !== 'queued' && state.phase !== 'ended';

/** What it forms; null before and after. */
export const formingOf = ({ state }: Job): FormingPicture | null => ('forming' in state ? state.forming : null);

/** In few words: sizes in pixels, the seed of the first picture. */
export type Making = Pick<GenerationRequest, 'prompt' | 'width' | 'height' | 'steps' | 'seed'>;

/** What it makes: what was asked for, until the request says it exactly. */
export function makingOf({ work, state }: Job): Making {
  if ('request' in state) return state.request;
  return work.kind === 'edit' && work.order.kind === 'near' ? work.order.request : work.settings;
}
