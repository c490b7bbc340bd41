import type { EngineEvent } from '../protocol/messages';

/** Which pass of how many a step belongs to (the messages call it a tile); all count from 1 but `picture`, which counts from 0. */
export interface PassPlace {
  picture: number;
  pictures: number;
  tile: number;
  tiles: number;
  /** Steps of this pass. */
  steps: number;
}

/** Counts the steps of a whole request and guesses the time left. */
export class Progress {
  private readonly seconds: number[] = [];

  /** `totalSteps`: of all passes together. `finishSeconds`: what comes after each pass (decoding), as far as it is known. */
  constructor(
    private readonly totalSteps: number,
    private readonly finishSeconds: () => number,
  ) {}

  /** The event of one finished step. The first step of all also pays for warming up, so it does not count once there are others. */
  step(place: PassPlace, step: number, stepSeconds: number): EngineEvent {
    this.seconds.push(stepSeconds);
    const typical = this.seconds.length > 1 ? this.seconds.slice(1) : this.seconds;
    const mean = typical.reduce((sum, value) => sum + value, 0) / typical.length;
    const left = this.totalSteps - this.seconds.length;
    const passesLeft = 1 + Math.floor(left / place.steps);
    return {
      kind: 'step',
      ...place,
      step,
      stepSeconds,
      secondsLeft: Math.max(0, left) * mean + passesLeft * this.finishSeconds(),
    };
  }
}
