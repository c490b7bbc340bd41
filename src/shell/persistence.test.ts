import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A localStorage with room for nothing. */
const full = {
  getItem: (key: string) => (key === 'outpane.settings' ? JSON.stringify({ state: { steps: 7 }, version: 1 }) : null),
  setItem: () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  },
  removeItem: () => undefined,
};

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('localStorage', full);
});

afterEach(() => vi.unstubAllGlobals());

test('settings go on where localStorage is full, and that is said once (A5: every change threw, and Generate did nothing)', async () => {
  const { useSettings } = await import('../settings/settings');
  const { savePreset, usePresets } = await import('../settings/presets');
  const { takeNotices } = await import('./notices');
  expect(useSettings.getState().steps).toBe(7);
  const { set } = useSettings.getState();
  for (const prompt of ['a', 'b', 'c']) expect(() => set({ prompt })).not.toThrow();
  expect(useSettings.getState().prompt).toBe('c');
  savePreset('mine');
  expect(usePresets.getState().presets).toHaveLength(1);
  expect(takeNotices().map(({ message }) => message)).toEqual([
    'The browser’s storage is full. Settings hold until this page is closed.',
  ]);
});

test('Generate adds a job where localStorage is full (A5)', async () => {
  const { useSettings } = await import('../settings/settings');
  const { generateNew } = await import('../jobs/generate');
  const { jobs } = await import('../jobs/jobs');
  useSettings.getState().set({ prompt: 'a cat', randomSeed: true });
  generateNew();
  expect(jobs.store.getState().jobs).toMatchObject([{ work: { settings: { prompt: 'a cat' } } }]);
});

test('where localStorage is refused, settings hold as long as the page', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.stubGlobal('localStorage', undefined);
  const { useSettings } = await import('../settings/settings');
  useSettings.getState().set({ prompt: 'a cat' });
  expect(useSettings.getState().prompt).toBe('a cat');
  warned.mockRestore();
});
