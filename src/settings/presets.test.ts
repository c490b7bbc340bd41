import { beforeEach, expect, test } from 'vitest';
import { addPresets, applyPreset, deletePreset, readPresets, savePreset, usePresets } from './presets';
import { defaultSettings, useSettings } from './settings';

beforeEach(() => {
  usePresets.setState({ presets: [] });
  useSettings.getState().set(defaultSettings());
});

const names = () => usePresets.getState().presets.map((preset) => preset.name);

test('a preset brings the settings back and leaves prompt and seed alone', () => {
  const { set } = useSettings.getState();
  set({ prompt: 'a cat', seed: 5, steps: 30, width: 384, negativePrompt: 'blur' });
  expect(savePreset(' Wide ')).toBe(true);
  set({ prompt: 'a dog', seed: 6, steps: 4, width: 256, negativePrompt: '' });
  const [preset] = usePresets.getState().presets;
  if (!preset) throw new Error('not kept');
  applyPreset(preset);
  expect(useSettings.getState()).toMatchObject({
    prompt: 'a dog',
    seed: 6,
    steps: 30,
    width: 384,
    negativePrompt: 'blur',
  });
  expect(preset.settings).not.toHaveProperty('prompt');
});

test('names are unique, sorted and never empty', () => {
  for (const name of ['b', 'A', 'c']) savePreset(name);
  useSettings.getState().set({ steps: 7 });
  savePreset('a');
  expect(names()).toEqual(['a', 'b', 'c']);
  expect(usePresets.getState().presets[0]?.settings.steps).toBe(7);
  expect(savePreset('  ')).toBe(false);
  const undo = deletePreset(usePresets.getState().presets[1]?.id ?? '');
  expect(names()).toEqual(['a', 'c']);
  undo();
  expect(names()).toEqual(['a', 'b', 'c']);
});

test('what was kept is checked value by value, and a backup adds without replacing', () => {
  const kept = [
    { id: '1', name: 'x', settings: { steps: 900, guidanceScale: 4, prompt: 'no' } },
    { id: '', name: 'y', settings: {} },
    { id: '2', name: 'z', settings: null },
  ];
  const { presets = [] } = readPresets({ presets: kept });
  expect(presets).toEqual([
    { id: '1', name: 'x', settings: { guidanceScale: 4 } },
    { id: '2', name: 'z', settings: {} },
  ]);
  for (const odd of [null, 'x', { presets: {} }]) expect(readPresets(odd)).toEqual({});
  usePresets.setState({ presets: [{ id: '1', name: 'mine', settings: {} }] });
  addPresets(presets);
  expect(names()).toEqual(['mine', 'z']);
});

test('the undo of a deletion brings that preset back and keeps what was saved since (A10: it put the whole list back)', () => {
  for (const name of ['a', 'b']) savePreset(name);
  const [first] = usePresets.getState().presets;
  const undo = deletePreset(first?.id ?? '');
  savePreset('c');
  useSettings.getState().set({ steps: 9 });
  savePreset('b');
  undo();
  expect(names()).toEqual(['a', 'b', 'c']);
  expect(usePresets.getState().presets[1]?.settings.steps).toBe(9);
  undo();
  expect(names()).toEqual(['a', 'b', 'c']);
});

test('a preset that comes back where another has its name now gets a number', () => {
  savePreset('Wide');
  const undo = deletePreset(usePresets.getState().presets[0]?.id ?? '');
  savePreset('wide');
  undo();
  expect(names()).toEqual(['wide', 'Wide 2']);
});
