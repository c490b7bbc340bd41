import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTORY_LIMIT, amend, canRedo, canUndo, fitHistory, jump, present, push, startHistory } from './history';
import type { History } from './history';

let n = 0;
const entry = (state: number, merge?: string) => ({ id: `e${n++}`, label: `step ${state}`, at: 0, state, merge });
const start = (): History<number> => startHistory(entry(0));

describe('history', () => {
  it('undoes and redoes exactly, however it was walked', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('undo'), fc.constant('redo'), fc.constant('do'))), (walk) => {
        let history = start();
        const model = { states: [0], at: 0 };
        let next = 1;
        for (const step of walk) {
          if (step === 'do') {
            history = push(history, entry(next));
            model.states = [...model.states.slice(0, model.at + 1), next++];
            model.at = model.states.length - 1;
          } else {
            history = jump(history, history.index + (step === 'undo' ? -1 : 1));
            model.at = Math.min(Math.max(model.at + (step === 'undo' ? -1 : 1), 0), model.states.length - 1);
          }
          expect(present(history).state).toBe(model.states[model.at]);
          expect(canUndo(history)).toBe(model.at > 0);
          expect(canRedo(history)).toBe(model.at < model.states.length - 1);
        }
      }),
    );
  });

  it('remembers a hundred steps', () => {
    let history = start();
    for (let i = 1; i <= 250; i++) history = push(history, entry(i));
    expect(history.entries).toHaveLength(HISTORY_LIMIT + 1);
    expect(present(jump(history, 0)).state).toBe(250 - HISTORY_LIMIT);
  });

  it('takes a pushed state that is the present one for no step', () => {
    const history = start();
    expect(push(history, entry(0))).toBe(history);
  });

  it('makes one step of changes with the same mark, but never swallows what they began from', () => {
    let history = push(start(), entry(1));
    for (const state of [2, 3, 4]) history = push(history, entry(state, 'nudge'));
    expect(history.entries.map((e) => e.state)).toEqual([0, 1, 4]);
    history = push(push(history, entry(5)), entry(6, 'nudge'));
    expect(history.entries.map((e) => e.state)).toEqual([0, 1, 4, 5, 6]);
    expect(push(startHistory(entry(0, 'nudge')), entry(1, 'nudge')).entries).toHaveLength(2);
  });

  it('keeps what can be redone when the present is only looked at differently', () => {
    const history = jump(push(push(start(), entry(1)), entry(2)), 1);
    const looked = amend(history, 10, 'new');
    expect(present(looked)).toMatchObject({ id: 'new', state: 10, label: 'step 1' });
    expect(present(jump(looked, 2)).state).toBe(2);
  });

  it('forgets the oldest steps first to fit a budget, and never the present', () => {
    let history = start();
    for (let i = 1; i <= 9; i++) history = push(history, entry(i));
    const cost = (states: number[]) => states.length;
    expect(fitHistory(history, 4, cost).entries.map((e) => e.state)).toEqual([6, 7, 8, 9]);
    expect(fitHistory(jump(history, 0), 4, cost).entries.map((e) => e.state)).toEqual([0, 1, 2, 3]);
    expect(present(fitHistory(jump(history, 5), 0, cost)).state).toBe(5);
  });
});
