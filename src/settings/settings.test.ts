import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCard } from '../models/readCard';
import { generationRequestSchema, MAX_SEED } from '../protocol/generationRequest';
import * as v from 'valibot';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { defaultSettings, randomSeed, readSettings, toRequest, useSettings, type Settings } from './settings';
import { toSettings } from '../exchange/takenSettings';

const card = readCard(readFileSync('public/models/starter/card.json', 'utf8'));
const settings = (change: Partial<Settings>): Settings => ({ ...defaultSettings(), ...change });

describe('settings that were kept', () => {
  test('come back as they were, the largest seed too', () => {
    const kept = settings({ prompt: 'a red apple', seed: MAX_SEED, randomSeed: false, guidanceScale: 4.5 });
    expect(readSettings(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  test('cost only themselves where they can not be used', () => {
    const kept = { steps: 500, guidanceScale: 'high', seed: 2 ** 53, prompt: 'a panda', width: 256.5, other: 1 };
    // What another version could do becomes what comes nearest to it.
    expect(readSettings(kept)).toEqual({ prompt: 'a panda', steps: 50 });
  });

  test.each([[null], [undefined], ['text'], [[]], [{ __proto__: { steps: 3 } }]])('%j is no settings', (kept) => {
    expect(readSettings(kept)).toEqual({});
  });

  test('the defaults are the starter’s own', () => {
    const { steps, guidanceScale, sampler, width } = defaultSettings();
    expect({ steps, guidanceScale, sampler }).toEqual(card.defaults);
    expect(width).toBe(card.size.native);
  });
});

describe('a request', () => {
  test('is complete and valid', () => {
    const request = toRequest(settings({ prompt: '  a red apple\n', seed: 7 }), card);
    expect(v.is(generationRequestSchema, request)).toBe(true);
    expect(request).toMatchObject({
      prompt: 'a red apple',
      seed: 7,
      model: { id: 'starter', revision: card.revision },
    });
  });

  test('asks only for what the model can do', () => {
    const request = toRequest(settings({ width: 1000, height: 100, sampler: 'unheard-of' }), card);
    expect(request).toMatchObject({ width: 512, height: 128, sampler: 'flow-euler' });
  });

  test('leaves room to count the seed up', () => {
    expect(toRequest(settings({ seed: MAX_SEED, pictures: 4 }), card).seed).toBe(MAX_SEED - 3);
    expect(toRequest(settings({ seed: MAX_SEED, pictures: 1 }), card).seed).toBe(MAX_SEED);
  });

  test('gives the settings that make it again, with its seed locked', () => {
    const variation = { seed: 99, strength: 0.35 };
    const size = { width: 384, height: 256 };
    const first = settings({ prompt: 'a panda', negativePrompt: 'red', seed: 3, variation, steps: 8, ...size });
    const again = { ...defaultSettings(), ...toSettings(settingsOfRequest(toRequest(first, card))) };
    expect(toRequest(again, card)).toEqual(toRequest(first, card));
    expect(again.randomSeed).toBe(false);
  });
});

describe('a variation', () => {
  const { set } = useSettings.getState();
  const variation = { seed: 99, strength: 0.35 };

  test('is made with its seed, and leaves room to count up', () => {
    expect(toRequest(settings({ seed: 3, variation }), card)).toMatchObject({ seed: 3, variation });
    const last = { seed: MAX_SEED, strength: 1 };
    expect(toRequest(settings({ variation: last, pictures: 4 }), card).variation?.seed).toBe(MAX_SEED - 3);
    expect(toRequest(settings({}), card)).not.toHaveProperty('variation');
  });

  test.each<[string, Partial<Settings>, boolean]>([
    ['stays with the same seed', { seed: 3 }, true],
    ['stays when the prompt changes', { prompt: 'a panda' }, true],
    ['ends with another seed', { seed: 4 }, false],
    ['ends when every picture gets a new one', { randomSeed: true }, false],
  ])('%s', (_, change, stays) => {
    set({ seed: 3, randomSeed: false, variation });
    set(change);
    expect(useSettings.getState().variation).toEqual(stays ? variation : null);
  });
});

test('random seeds are whole, in range and differ', () => {
  const seeds = Array.from({ length: 50 }, randomSeed);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(new Set(seeds).size).toBeGreaterThan(45);
});
