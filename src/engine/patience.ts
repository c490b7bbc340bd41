import type { EngineEvent } from '../protocol/messages';

type Phase = Extract<EngineEvent, { kind: 'phase' }>['phase'];

/** How many times as long as ever before a stretch of work may take. */
const FACTOR = 2;
/** What has never been measured may take so many times the least patience: a first step also compiles shaders. */
const FIRST_TIME = 6;

/**
 * How long a worker may take to answer a cancel before it counts as hung. It can't answer within a step (a decoding, the making of a
 * session), so the patience follows what these have taken here; ending a worker that is only slow throws the loaded model away.
 */
export class Patience {
  readonly #slowest = new Map<Phase, number>();
  /** What the worker is in the middle of, for which request, and since when. */
  #stretch: { id: number; phase: Phase; since: number } | null = null;

  /** `least`: milliseconds. */
  constructor(private readonly least: number) {}

  /** Hears what the worker tells of a request; `now` in milliseconds. */
  hear(id: number, event: EngineEvent, now: number): void {
    // Downloads and news run beside the work.
    if (event.kind === 'download' || event.kind === 'notice' || event.kind === 'revision') return;
    if (this.#stretch) {
      const { phase, since } = this.#stretch;
      this.#slowest.set(phase, Math.max(this.#slowest.get(phase) ?? 0, now - since));
    }
    if (event.kind === 'phase') this.#stretch = { id, phase: event.phase, since: now };
    else if (this.#stretch) this.#stretch = { ...this.#stretch, since: now };
  }

  /** The request has ended, or (without one) the worker has. */
  rest(id = this.#stretch?.id): void {
    if (this.#stretch?.id === id) this.#stretch = null;
  }

  /** Milliseconds to wait from now on. */
  get milliseconds(): number {
    if (!this.#stretch) return this.least;
    const slowest = this.#slowest.get(this.#stretch.phase);
    return slowest === undefined ? this.least * FIRST_TIME : Math.max(this.least, slowest * FACTOR);
  }
}
