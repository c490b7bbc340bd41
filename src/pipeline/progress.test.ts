import { expect, it } from 'vitest';
import { Progress } from './progress';

it('guesses the time left from the steps so far, the slow first one forgotten, and a decoding per pass', () => {
  const progress = new Progress(6, () => 0.5);
  const left = [10, 1, 2, 3, 2, 2].map((seconds, i) => {
    const event = progress.step(
      { picture: Math.floor(i / 3), pictures: 2, tile: 1, tiles: 1, steps: 3 },
      (i % 3) + 1,
      seconds,
    );
    return event.kind === 'step' ? event.secondsLeft : NaN;
  });
  expect(left).toEqual([5 * 10 + 1, 4 * 1 + 1, 3 * 1.5 + 1, 2 * 2 + 0.5, 2 + 0.5, 0.5]);
});
