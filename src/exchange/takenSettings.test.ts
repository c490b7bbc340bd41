import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCard } from '../models/readCard';
import { settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';
import { someRequest } from '../protocol/testing/someRequest';
import { useModel } from '../engineState/model';
import { differences, toSettings } from './takenSettings';

const card = readCard(readFileSync('public/models/starter/card.json', 'utf8'));
const own = (change: Partial<PictureSettings> = {}): PictureSettings => ({
  ...settingsOfRequest(someRequest({ model: { id: card.id, revision: card.revision } })),
  ...change,
});
const foreign = (change: Partial<PictureSettings> = {}) =>
  own({ source: 'a1111', model: { name: null, hash: null }, ...change });

test('nothing is said of what can be made again as it was', () => {
  expect(differences(own(), card)).toEqual([]);
  expect(differences(own({ model: { name: card.id, hash: null } }), card)).toEqual([]);
  expect(differences(foreign({ strength: 1 }), card)).toEqual([]);
  expect(differences(own({ model: { name: 'x', hash: 'y' } }), null)).toEqual([]);
});

test.each<[Partial<PictureSettings>, string]>([
  [{ model: { name: 'sdxl', hash: null } }, 'Made with sdxl. Here it is Starter, so the picture will be another one.'],
  [
    { model: { name: 'starter', hash: 'older' } },
    'Starter has changed since it was made, so it will not come out the same.',
  ],
  [
    { sampler: { name: 'unheard-of', id: 'unheard-of' } },
    'The sampler unheard-of is not here; the one that is set stays.',
  ],
  [{ sampler: { name: 'DDIM', id: null } }, 'The sampler DDIM is not here; the one that is set stays.'],
  [{ width: 1024, height: 1536 }, 'Size 1024 × 1536 is not possible here; it becomes 352 × 512.'],
  [{ strength: 0.7 }, 'Made by changing another picture, which is not part of the settings.'],
])('what will be different is said: %j', (change, sentence) => {
  expect(differences(own(change), card)).toEqual([sentence]);
});

test('another tool’s strength is said to be left out', () => {
  expect(differences(foreign({ strength: 0.45 }), card)).toEqual([
    'Strength 0.45 is for changing a picture; it is not part of the settings here.',
  ]);
});

test('settings are taken as far as the model can do them; what is not said stays', () => {
  useModel.setState({ card });
  const variation = { seed: 9, strength: 0.5 };
  const sampler = { name: 'unheard-of', id: 'unheard-of' };
  expect(toSettings(own({ width: 1024, height: 1536, seed: 5, variation, sampler }))).toEqual({
    prompt: own().prompt,
    negativePrompt: '',
    style: '',
    seed: 5,
    randomSeed: false,
    variation,
    steps: 4,
    guidanceScale: 3,
    width: 352,
    height: 512,
  });
  const silent = foreign({ seed: null, steps: null, guidanceScale: null, sampler: null, width: null });
  expect(Object.keys(toSettings(silent))).toEqual(['prompt', 'negativePrompt', 'style']);
  expect(toSettings({ ...silent, prompt: null, negativePrompt: null })).toEqual({});
  expect(toSettings({ ...silent, prompt: null, negativePrompt: 'blurry' })).toEqual({ negativePrompt: 'blurry' });
});

test('an empty prompt is taken where it is said, but not from records that had no other word for none', () => {
  for (const source of ['outpane', 'comfyui', 'invokeai'] as const)
    expect(toSettings(own({ source, prompt: '', negativePrompt: '' }))).toMatchObject({
      prompt: '',
      negativePrompt: '',
    });
  const old = toSettings(foreign({ prompt: '', negativePrompt: '', seed: 7 }));
  expect(old).toMatchObject({ seed: 7 });
  expect(Object.keys(old)).not.toEqual(expect.arrayContaining(['prompt']));
  expect(Object.keys(old)).not.toEqual(expect.arrayContaining(['negativePrompt']));
  expect(toSettings(foreign({ prompt: '', negativePrompt: 'blurry' }))).toMatchObject({ negativePrompt: 'blurry' });
  expect(toSettings(foreign({ prompt: 'a fox', negativePrompt: '' }))).toMatchObject({
    prompt: 'a fox',
    negativePrompt: '',
  });
});
