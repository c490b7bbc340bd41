import { newId } from '../platform/newId';
import { createStore } from 'zustand/vanilla';
import type { PlacedImage } from '../editor/editorState';
import type { Rect } from '../geometry/rect';
import type { ModelCard } from '../models/modelCard';
import type { OutpaneError } from '../protocol/errors';
import { cancelled, toOutpaneError } from '../protocol/errors';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, FinishedPicture, Source } from '../protocol/messages';
import { loosePartsOf } from './forming';
import { advance, formingOf, isActive, mayStartAgain } from './job';
import type { Job, JobEnd, JobEvent, Work } from './job';

/** A job that is ready to run: what goes to the engine, and what becomes of its answer. */
export interface Task {
  request: GenerationRequest;
  /** None where a picture is made anew. */
  source?: Source;
  /** Where on the plane the answer is going to lie. */
  region: Rect;
  /** A picture of its own, not a part of the one on the table. */
  alone: boolean;
  /** Keeps a finished picture. Resolves with its id where it is a result of its own, once the table shows it. */
  keep(picture: FinishedPicture): Promise<string | null>;
  /** Keeps final parts of a picture that is never going to be finished. `index`: its place in the request. */
  keepParts?(parts: readonly PlacedImage[], index: number): Promise<void>;
}

/** The rest of the page, as the queue needs it. */
export interface JobWorld {
  /** Resolves with the card once the model is loaded. */
  model(): Promise<ModelCard>;
  /** Makes a job ready to run. */
  prepare(job: Job, card: ModelCard): Promise<Task>;
  generate(task: Task, signal: AbortSignal, onEvent: (event: EngineEvent) => void): Promise<unknown>;
  /** Says what went wrong in a job that the person waits for. */
  report(error: OutpaneError): void;
  records: JobRecording;
  /** Milliseconds: since 1970, and of the page's own clock. */
  now(): number;
  clock(): number;
}

/** Where waiting jobs outlive the page. Neither rejects. */
export interface JobRecording {
  save(job: Job): void;
  remove(ids: readonly string[]): void;
}

export interface QueueState {
  /** In the order they run. Those that are done or were cancelled have left; those that failed or were interrupted wait for the person. */
  jobs: readonly Job[];
  /** How the job before has ended; null while one runs. */
  lastEnd: JobEnd | null;
  /** The person watches new pictures form; false while they look at something else on the table. */
  watching: boolean;
  /** The model can't be had: those that wait go on when it can, or when the person asks again. */
  held: boolean;
  /** Stored jobs that this version can't read; they are kept. */
  unreadable: number;
}

export const activeJob = ({ jobs }: Pick<QueueState, 'jobs'>): Job | null => jobs.find(isActive) ?? null;
export const waitingJobs = ({ jobs }: Pick<QueueState, 'jobs'>): Job[] =>
  jobs.filter(({ state }) => state.phase === 'queued');
/** Something runs, or is going to by itself. */
export const isBusy = (state: QueueState): boolean =>
  activeJob(state) !== null || (!state.held && waitingJobs(state).length > 0);

/** Runs jobs one after the other, in the order they were added. Knows no screen: what it does is in its store. */
export class JobQueue {
  readonly store = createStore<QueueState>(() => ({
    jobs: [],
    lastEnd: null,
    watching: true,
    held: false,
    unreadable: 0,
  }));
  readonly #stops = new Map<string, AbortController>();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(private readonly world: JobWorld) {}

  /** Puts a job behind those that wait. What it makes is in `work`, so nothing that is typed later changes it. Returns its id. */
  add(work: Work): string {
    const { records, now } = this.world;
    const job: Job = { id: newId(), addedAt: now(), work, state: { phase: 'queued' } };
    // Whoever asks for something while nothing runs wants to see it.
    const watching = activeJob(this.store.getState()) ? {} : { watching: true };
    this.store.setState(({ jobs }) => ({ jobs: [...jobs, job], held: false, ...watching }));
    if (!this.#stopped) records.save(job);
    this.#pump();
    return job.id;
  }

  /** Takes in jobs from storage, before those that were added since. `unreadable`: how many could not be read. */
  restore(jobs: readonly Job[], unreadable: number): void {
    this.store.setState((state) => ({ jobs: [...jobs, ...state.jobs], unreadable }));
    this.#pump();
  }

  /** Takes a waiting job away, or stops the one that runs, which ends within a step: its whole pictures are kept. */
  cancel(id: string): void {
    this.#stops.get(id)?.abort();
    this.#advance(id, { kind: 'cancel' });
  }

  cancelAll(): void {
    const { jobs } = this.store.getState();
    // The waiting ones first, so that none begins when the running one ends.
    for (const { id } of [...waitingJobs({ jobs }), ...jobs.filter(isActive)]) this.cancel(id);
  }

  /** A failed or interrupted job waits again, behind the others. */
  startAgain(id: string): void {
    const job = this.#find(id);
    if (!job || !mayStartAgain(job.state)) return;
    this.store.setState(({ jobs }) => ({
      jobs: [...jobs.filter((one) => one.id !== id), { ...job, addedAt: this.world.now() }],
      held: false,
    }));
    this.#advance(id, { kind: 'again' });
    this.#pump();
  }

  /** Forgets a failed or interrupted job. */
  dismiss(id: string): void {
    const job = this.#find(id);
    if (job && mayStartAgain(job.state)) this.#drop([id]);
  }

  watch(watching: boolean): void {
    this.store.setState({ watching });
  }

  /** The model can be had again: goes on with what waits. */
  resume(): void {
    if (this.store.getState().held) this.store.setState({ held: false });
    this.#pump();
  }

  /** For good: the page is about to delete everything. Nothing starts any more, and nothing is written. */
  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops.values()) stop.abort();
  }

  /** Resolves when nothing runs and nothing is about to. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #find(id: string): Job | undefined {
    return this.store.getState().jobs.find((job) => job.id === id);
  }

  #pump(): void {
    if (this.#running || this.#stopped || this.store.getState().held) return;
    const [next] = waitingJobs(this.store.getState());
    if (next) this.#running = this.#run(next);
  }

  /** Never rejects. */
  async #run(job: Job): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(job.id, stop);
    this.#advance(job.id, { kind: 'start' });
    await this.#work(job, stop.signal);
    this.#stops.delete(job.id);
    this.#running = null;
    this.#pump();
  }

  async #work(job: Job, signal: AbortSignal): Promise<void> {
    const { clock } = this.world;
    const keeping = new Keeping();
    let task: Task | null = null;
    let end: JobEnd;
    try {
      const ready = await this.#prepare(job, signal);
      task = ready;
      this.#advance(job.id, { kind: 'prepared', ...ready });
      const began = clock();
      await this.world.generate(ready, signal, (event) => this.#follow(job.id, ready, keeping, event));
      end = { kind: 'done', seconds: (clock() - began) / 1000 };
    } catch (thrown) {
      end = this.#endBy(toOutpaneError(thrown));
    }
    this.#advance(job.id, { kind: 'answered', end });
    if (task && end.kind !== 'done') this.#keepParts(job.id, task, keeping);
    const failure = await keeping.settled();
    if (failure) this.world.report(failure);
    this.#advance(job.id, { kind: 'kept', failure: failure?.toData() ?? null });
  }

  async #prepare(job: Job, signal: AbortSignal): Promise<Task> {
    let card: ModelCard;
    try {
      card = await untilAborted(this.world.model(), signal);
    } catch (thrown) {
      // The others would fail for the same reason, one after the other.
      if (toOutpaneError(thrown).code !== 'cancelled') this.store.setState({ held: true });
      throw thrown;
    }
    return untilAborted(this.world.prepare(job, card), signal);
  }

  #follow(id: string, task: Task, keeping: Keeping, event: EngineEvent): void {
    this.#advance(id, { kind: 'told', event, at: this.world.clock() });
    if (event.kind !== 'picture') return;
    keeping.add(async () => {
      const landed = await task.keep(event.picture);
      if (landed !== null) this.#advance(id, { kind: 'landed', id: landed });
    });
  }

  /** Final parts of the picture that was cut off are worth keeping. */
  #keepParts(id: string, task: Task, keeping: Keeping): void {
    const job = this.#find(id);
    const forming = job && formingOf(job);
    const parts = forming ? loosePartsOf(forming) : [];
    if (forming && parts.length > 0) keeping.add(async () => task.keepParts?.(parts, forming.picture));
  }

  /** An engine that was ended on purpose rejects as cancelled, too: the person sees the same calm word. */
  #endBy(error: OutpaneError): JobEnd {
    if (error.code === 'cancelled') return { kind: 'cancelled' };
    this.world.report(error);
    return { kind: 'failed', error: error.toData() };
  }

  #advance(id: string, event: JobEvent): void {
    const before = this.#find(id);
    if (!before) return;
    const job = { ...before, state: advance(before.state, event) };
    if (job.state === before.state) return;
    const { phase } = job.state;
    const isOver = job.state.phase === 'ended' && !mayStartAgain(job.state);
    this.store.setState(({ jobs, lastEnd }) => ({
      jobs: isOver ? jobs.filter((one) => one.id !== id) : jobs.map((one) => (one.id === id ? job : one)),
      lastEnd: this.#lastEnd(before, job, lastEnd),
    }));
    if (phase === before.state.phase || this.#stopped) return;
    if (isOver) this.world.records.remove([id]);
    else if (phase !== 'running' && phase !== 'landing') this.world.records.save(job);
  }

  /** What the status line tells: the end of what has run, not of what was taken away before its turn. */
  #lastEnd(before: Job, job: Job, lastEnd: JobEnd | null): JobEnd | null {
    if (job.state.phase === 'preparing') return null;
    return job.state.phase === 'ended' && before.state.phase !== 'queued' ? job.state.end : lastEnd;
  }

  #drop(ids: readonly string[]): void {
    this.store.setState(({ jobs }) => ({ jobs: jobs.filter(({ id }) => !ids.includes(id)) }));
    if (!this.#stopped) this.world.records.remove(ids);
  }
}

/** Keeps a job's pictures one after the other, in the order they were made. One that fails takes no other with it. */
class Keeping {
  #last: Promise<void> = Promise.resolve();
  #failure: OutpaneError | null = null;

  add(keep: () => Promise<void>): void {
    this.#last = this.#last.then(keep).catch((thrown: unknown) => {
      this.#failure ??= toOutpaneError(thrown);
    });
  }

  /** Resolves with the first thing that went wrong, or null, when all is done. */
  async settled(): Promise<OutpaneError | null> {
    await this.#last;
    return this.#failure;
  }
}

/** The same promise, given up (not ended) when the signal says so: others may wait for it, too. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled('The model goes on loading.'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
