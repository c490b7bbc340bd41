import type { TaskMaker } from './task';

/** Pictures from a prompt alone. */
export const textToImage: TaskMaker = ({ request: { width, height }, whole }) => ({
  passes: 1,
  steps: whole.length,
  *paint(own) {
    return yield { kind: 'pass', noise: own, region: { x: 0, y: 0, width, height }, plan: whole, shown: null };
  },
});
