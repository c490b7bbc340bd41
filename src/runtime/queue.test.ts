import { expect, it } from 'vitest';
import { SerialQueue } from './queue';
import { survivors } from './testing/survivors';

it('runs jobs one at a time in call order, also after one failed', async () => {
  const queue = new SerialQueue();
  const log: string[] = [];
  const job = (name: string, fails = false) =>
    queue.run(async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([job('a'), job('b', true), job('c')]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('holds no result of a job that has ended', async () => {
  const queue = new SerialQueue();
  const result = new WeakRef(await queue.run(async () => ({ pixels: 'many' })));
  expect(await survivors([result])).toBe(0);
});
