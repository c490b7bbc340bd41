import * as v from 'valibot';
import { expect, test } from 'vitest';
import { pictureSettingsSchema } from './pictureSettings';

/** As version 0.1.0 kept what another tool's picture says. */
const OLD = {
  source: 'a1111',
  prompt: '',
  negativePrompt: '',
  steps: 20,
  sampler: { name: 'Euler', id: 'flow-euler' },
  guidanceScale: 6.5,
  seed: 4242,
  width: 256,
  height: null,
  model: { name: 'paperboat_v2', hash: null },
  strength: null,
  warnings: [],
};

test('records of the first version are read as they are', () => {
  expect(v.parse(pictureSettingsSchema, OLD)).toEqual(OLD);
  expect(v.parse(pictureSettingsSchema, { ...OLD, prompt: 'a fox' }).prompt).toBe('a fox');
});

test('a prompt may be not said', () => {
  expect(v.is(pictureSettingsSchema, { ...OLD, prompt: null, negativePrompt: null })).toBe(true);
  expect(v.is(pictureSettingsSchema, { ...OLD, prompt: undefined })).toBe(false);
});
