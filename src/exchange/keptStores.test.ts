import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What an earlier visit has left: each store has to read it while it is made. */
const KEPT = {
  'outpane.presets': { presets: [{ id: '1', name: 'Mine', settings: { steps: 7 } }] },
  'outpane.styles': { own: [{ id: 'ink', name: 'Ink', template: '{prompt}, ink' }] },
  'outpane.layout': { theme: 'dark', motion: 'reduced' },
  'outpane.settings': { prompt: 'a cat', style: 'ink' },
  'outpane.background': { notifications: true },
};

beforeEach(() => {
  const values = new Map<string, string>(
    Object.entries(KEPT).map(([key, state]) => [key, JSON.stringify({ state, version: 1 })]),
  );
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  });
  vi.resetModules();
});

afterEach(() => vi.unstubAllGlobals());

test('every store has what was kept from the first moment on', async () => {
  expect((await import('../settings/presets')).usePresets.getState().presets).toEqual(KEPT['outpane.presets'].presets);
  expect((await import('../settings/promptStyles')).usePromptStyles.getState().own).toEqual(KEPT['outpane.styles'].own);
  expect((await import('../shell/layout')).useLayout.getState()).toMatchObject({ theme: 'dark', motion: 'reduced' });
  expect((await import('../settings/settings')).useSettings.getState()).toMatchObject({
    prompt: 'a cat',
    style: 'ink',
  });
  expect((await import('../settings/background')).useBackground.getState()).toMatchObject({ notifications: true });
});

test('a backup takes settings over, and adds presets and styles to those that are here', async () => {
  const { readKeptSettings, restoreSettings } = await import('./keptSettings');
  const { usePresets } = await import('../settings/presets');
  const { usePromptStyles } = await import('../settings/promptStyles');
  const { useSettings } = await import('../settings/settings');
  const { useLayout } = await import('../shell/layout');
  const backup = readKeptSettings();
  expect(Object.keys(backup).sort()).toEqual(['background', 'layout', 'presets', 'settings', 'styles']);

  useSettings.getState().set({ prompt: 'a dog' });
  useLayout.getState().set({ theme: 'light' });
  usePresets.setState({ presets: [{ id: '2', name: 'Another', settings: {} }] });
  usePromptStyles.setState({ own: [] });
  restoreSettings({ ...backup, nonsense: 'x', background: '{' });
  expect(useSettings.getState().prompt).toBe('a cat');
  expect(useLayout.getState().theme).toBe('dark');
  expect(usePresets.getState().presets.map(({ name }) => name)).toEqual(['Another', 'Mine']);
  expect(usePromptStyles.getState().own.map(({ name }) => name)).toEqual(['Ink']);
});
