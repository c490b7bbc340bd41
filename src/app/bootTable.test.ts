import { expect, it, vi } from 'vitest';
import type * as editor from '../editor/editor';
import { startLaunch } from '../pwa/launch';
import { useOpening } from '../shell/opening';
import { useProblem } from '../shell/problem';
import { bootTable } from './bootTable';

vi.mock('../editor/editor', async (original) => ({
  ...(await original<typeof editor>()),
  openEditor: async () => Promise.reject(new Error('the table is broken')),
}));
vi.mock('../pwa/launch', () => ({ startLaunch: vi.fn(async () => undefined) }));
vi.mock('../exchange/receive', () => ({ watchAddress: () => undefined }));

it('what can’t be brought back is told, and what the app was opened with is opened all the same', async () => {
  vi.stubGlobal('window', new EventTarget());
  useOpening.setState({ opening: true });
  bootTable();
  await vi.waitFor(() => expect(startLaunch).toHaveBeenCalled());
  expect(useOpening.getState().opening).toBe(false);
  expect(useProblem.getState().problem?.from).toBe('storage');
  vi.unstubAllGlobals();
});
