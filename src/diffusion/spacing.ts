/** How the steps are laid over the training steps, by diffusers' names. */
export type Spacing = 'leading' | 'linspace' | 'trailing';

export interface SpacingRule {
  /**
   * Under `linspace` and `leading` schedulers differ: `exact` keeps fractions (`float32` in single precision), `whole` rounds, `oneMore`
   * lays one step more and drops the last, so that timestep 0 is never shown.
   */
  steps: 'exact' | 'float32' | 'whole' | 'oneMore';
  /** Added under `leading`. */
  offset: number;
  /** Training steps. */
  train: number;
}

/** The timesteps of `count` steps, descending. */
export function spacedTimesteps(spacing: Spacing, count: number, { steps, offset, train }: SpacingRule): number[] {
  const laid = steps === 'oneMore' ? count + 1 : count;
  const dropped = (timesteps: number[]): number[] => timesteps.reverse().slice(0, count);
  switch (spacing) {
    case 'linspace': {
      const exact = linspace(0, train - 1, laid);
      if (steps === 'exact') return dropped(exact);
      return dropped(exact.map(steps === 'float32' ? Math.fround : roundHalfEven));
    }
    case 'leading': {
      const ratio = Math.floor(train / laid);
      return dropped(Array.from({ length: laid }, (_, i) => i * ratio + offset));
    }
    case 'trailing':
      return trailing(count, train);
  }
}

/** `round(arange(train, 0, -train / count)) - 1`: from the last training step on, 0 excluded. */
function trailing(count: number, train: number): number[] {
  const ratio = train / count;
  // numpy's arange goes on by the difference of its first two values, which is not quite the step asked for.
  const difference = train - ratio - train;
  return Array.from({ length: count }, (_, i) => roundHalfEven(train + i * difference) - 1);
}

/** `count` values from `start` to `end`, both included (`numpy.linspace`); one value is `start`. */
export function linspace(start: number, end: number, count: number): number[] {
  const step = (end - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i > 0 && i === count - 1 ? end : start + (i === 0 ? 0 : i * step)));
}

/** To the nearest whole number, halves to the even one, as numpy rounds. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}
