import { linearCombination, type Term } from '../linearCombination';
import type { AddedNoise, Combination, Stage, Step } from './method';

/** Where a walk takes the noise from that its plan adds. */
export interface WalkNoise {
  /** The next values of the picture's noise stream. */
  fresh(): Float32Array;
  /** What one brownian motion does between two noise levels, at variance one. */
  brownian(from: number, to: number): Float32Array;
}

/** Goes a plan's way: remembers as much of what was shown and answered as the plan looks back on. Works on typed arrays. */
export class SamplerWalk {
  private shown: Float32Array[] = [];
  private answered: Float32Array[] = [];
  private readonly depth: number;

  constructor(
    steps: readonly Step[],
    private readonly noise: WalkNoise,
  ) {
    this.depth = Math.max(1, ...steps.flatMap(({ stages }) => stages.map(lookBack)));
  }

  /** x after a stage, given the x that was shown at it and the denoised found there. */
  next(stage: Stage, x: Float32Array, denoised: Float32Array): Float32Array<ArrayBuffer> {
    this.shown = [x, ...this.shown].slice(0, this.depth);
    this.answered = [denoised, ...this.answered].slice(0, this.depth);
    if (stage.corrected) this.shown[0] = linearCombination(this.terms(stage.corrected));
    // Drawn before it is looked at whether it weighs anything: the draws after it depend on it.
    const added = stage.noise && this.draw(stage.noise);
    const terms = this.terms(stage.next);
    return linearCombination(stage.noise && added ? [...terms, [stage.noise.weight, added]] : terms);
  }

  private draw(noise: AddedNoise): Float32Array | undefined {
    if (noise.kind === 'fresh') return this.noise.fresh();
    return noise.weight === 0 ? undefined : this.noise.brownian(noise.from, noise.to);
  }

  private terms({ x, denoised }: Combination): Term[] {
    return [...pair(x, this.shown), ...pair(denoised, this.answered)];
  }
}

function pair(weights: readonly number[], values: readonly Float32Array[]): Term[] {
  return weights.flatMap((weight, i): Term[] => {
    const known = values[i];
    return known ? [[weight, known]] : [];
  });
}

/** How many calls back a stage looks, its own counted. */
function lookBack({ corrected, next }: Stage): number {
  return Math.max(
    ...[next, ...(corrected ? [corrected] : [])].map(({ x, denoised }) => Math.max(x.length, denoised.length)),
  );
}
