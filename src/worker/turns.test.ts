import { expect, it } from 'vitest';
import { Turns } from './turns';

it('does jobs one after another; who is cancelled in the queue hears of it at once and is not done', async () => {
  const turns = new Turns();
  const waiting = new AbortController();
  const log: string[] = [];
  let finish: () => void = () => undefined;
  const first = turns.take(new AbortController().signal, () => new Promise<void>((resolve) => (finish = resolve)));
  const second = turns.take(waiting.signal, async () => void log.push('second'));
  const third = turns.take(new AbortController().signal, async () => void log.push('third'));
  waiting.abort();
  await expect(second).rejects.toThrow();
  expect(log).toEqual([]);
  finish();
  await Promise.all([first, third]);
  expect(log).toEqual(['third']);
});
