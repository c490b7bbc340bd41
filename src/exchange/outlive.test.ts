import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFrozen } from '../storage/testing/frozen';

let kept: Map<string, string>;

/** A page that starts with this in localStorage. */
async function start(values: Record<string, string>) {
  kept = new Map(Object.entries(values));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.resetModules();
  const { usePresets, addPresets } = await import('../settings/presets');
  const { usePromptStyles } = await import('../settings/promptStyles');
  const { useLayout } = await import('../shell/layout');
  const { useSettings } = await import('../settings/settings');
  const { useBackground } = await import('../settings/background');
  const { readKeptSettings, restoreSettings } = await import('./keptSettings');
  return {
    usePresets,
    addPresets,
    usePromptStyles,
    useLayout,
    useSettings,
    useBackground,
    readKeptSettings,
    restoreSettings,
  };
}

const slice = (state: unknown, version = 1) => JSON.stringify({ state, version });
const written = (key: string) => JSON.parse(kept.get(key) ?? 'null') as { state: Record<string, unknown> } | null;

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test('what version 1 has kept in localStorage is there', async () => {
  const page = await start(readFrozen('v1').localStorage);
  expect(page.useSettings.getState()).toMatchObject({
    prompt: 'a red apple',
    seed: 42,
    randomSeed: false,
    variation: { seed: 7, strength: 0.25 },
    steps: 8,
    guidanceScale: 4.5,
    width: 384,
    backend: 'wasm',
  });
  expect(page.usePresets.getState().presets.map(({ name, settings }) => [name, settings.steps])).toEqual([
    ['Quick', 8],
    ['Wide', 20],
  ]);
  expect(page.usePromptStyles.getState().own).toEqual([{ id: 'ink', name: 'Ink', template: '{prompt}, ink on paper' }]);
  expect(page.useLayout.getState()).toMatchObject({ theme: 'dark', motion: 'reduced', panelOpen: false });
  expect(page.useBackground.getState().notifications).toBe(false);
});

test('values and names that this version does not know are written again as they were, until the person changes them', async () => {
  const page = await start({
    'outpane.settings': slice({ prompt: 'a cat', backend: 'webnn', steps: 'many', later: { a: [1] } }),
    'outpane.layout': slice({ theme: 'sepia', panelOpen: true, dock: 'left' }),
  });
  page.useSettings.getState().set({ prompt: 'a dog' });
  page.useLayout.getState().set({ panelOpen: false });
  expect(written('outpane.settings')?.state).toMatchObject({
    prompt: 'a dog',
    backend: 'webnn',
    steps: 'many',
    later: { a: [1] },
  });
  expect(written('outpane.layout')?.state).toMatchObject({ theme: 'sepia', panelOpen: false, dock: 'left' });
  page.useSettings.getState().set({ steps: 30 });
  expect(written('outpane.settings')?.state).toMatchObject({ steps: 30, backend: 'webnn' });
});

test('presets and styles that can not be read stay in the list, and go into a backup and out of it', async () => {
  const newer = { id: 'n', version: 2, title: 'of another version' };
  const wide = { id: 'w', name: 'Wide', settings: { steps: 20, sampler: { id: 'new' }, eta: 1 } };
  const values = {
    'outpane.presets': slice({ presets: [newer, wide] }),
    'outpane.styles': slice({ own: [{ id: 'a', name: 'A', template: 'no place' }, 7] }),
  };
  const page = await start(values);
  const backup = page.readKeptSettings();
  page.addPresets([{ id: 'x', name: 'Another', settings: { steps: 4 } }]);
  page.usePromptStyles.setState(({ own }) => ({ own: [...own, { id: 'b', name: 'B', template: '{prompt}' }] }));
  const presets = written('outpane.presets')?.state.presets;
  expect(presets).toEqual([{ id: 'x', name: 'Another', settings: { steps: 4 } }, wide, newer]);
  const styles = [{ id: 'b', name: 'B', template: '{prompt}' }, { id: 'a', name: 'A', template: 'no place' }, 7];
  expect(written('outpane.styles')?.state.own).toEqual(styles);

  const empty = await start({});
  empty.restoreSettings(backup);
  empty.restoreSettings(backup);
  expect(written('outpane.presets')?.state.presets).toEqual([wide, newer]);
  expect(written('outpane.styles')?.state.own).toEqual(styles.slice(1));
});

test('what a newer version has written is read as far as that goes, and never written over', async () => {
  const newer = slice({ prompt: 'a cat', guidance: { scale: 7 }, steps: 120 }, 2);
  const page = await start({ 'outpane.settings': newer });
  expect(page.useSettings.getState()).toMatchObject({ prompt: 'a cat', steps: 50 });
  page.useSettings.getState().set({ prompt: 'a dog' });
  page.restoreSettings({ settings: slice({ prompt: 'a backup' }) });
  expect(kept.get('outpane.settings')).toBe(newer);
  // And this version goes on where it was.
  const again = await start(Object.fromEntries(kept));
  expect(again.useSettings.getState().prompt).toBe('a backup');
  expect(kept.get('outpane.settings')).toBe(newer);
});

test('whatever is there, no page fails to start, and what it can not read it keeps', async () => {
  const { readStoredSettings } = await import('../settings/settings');
  const { readPresets } = await import('../settings/presets');
  const { readStyles } = await import('../settings/promptStyles');
  const { readLayout } = await import('../shell/layout');
  fc.assert(
    fc.property(fc.jsonValue(), (kept) => {
      const { known, rest } = readStoredSettings(kept);
      const isFields = typeof kept === 'object' && kept !== null && !Array.isArray(kept);
      expect(new Set([...Object.keys(known), ...Object.keys(rest)])).toEqual(
        new Set(isFields ? Object.keys(kept) : []),
      );
      readLayout(kept);
      for (const list of [[kept], [[kept]]]) {
        const presets = readPresets({ presets: list });
        expect([...(presets.presets ?? []), ...(presets.unread ?? [])]).toHaveLength(1);
        const styles = readStyles({ own: list });
        expect([...(styles.own ?? []), ...(styles.unread ?? [])]).toHaveLength(1);
      }
      readPresets(kept);
      readStyles(kept);
    }),
  );
});
