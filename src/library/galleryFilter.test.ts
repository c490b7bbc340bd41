import { describe, expect, test } from 'vitest';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { someRequest } from '../protocol/testing/someRequest';
import { promptOf, type PictureMeta } from '../storage/pictureMeta';
import { filterPictures, modelsOf, NO_FILTER, periodStart, searchTerms } from './galleryFilter';

const requestOf = (prompt: string, id = 'starter') =>
  someRequest({ model: { id, revision: '1' }, prompt, negativePrompt: 'ignored words' });

function picture(prompt: string, more: { at?: number; favourite?: boolean; model?: string } = {}): PictureMeta {
  return {
    id: `${prompt}-${more.at ?? 0}`,
    createdAt: more.at ?? 0,
    request: requestOf(prompt, more.model),
    width: 256,
    height: 256,
    bytes: 1,
    seconds: 1,
    engine: null,
    favourite: more.favourite ?? false,
    deletedAt: null,
  };
}

const prompts = (list: readonly PictureMeta[]) => list.map(promptOf);
const search = (list: PictureMeta[], text: string) => prompts(filterPictures(list, { ...NO_FILTER, text }, 0));

describe('searching prompts', () => {
  const list = [
    picture('A red apple on Green grass'),
    picture('a green apple'),
    picture('Ein grüner Apfel'),
    picture('ﬁsh'),
  ];

  test('finds all words, in any order, in any case, inside words, with or without accents', () => {
    expect(search(list, 'APPLE green')).toEqual(['A red apple on Green grass', 'a green apple']);
    expect(search(list, 'gruner')).toEqual(['Ein grüner Apfel']);
    expect(search(list, 'GRÜN')).toEqual(['Ein grüner Apfel']);
    expect(search(list, 'fish')).toEqual(['ﬁsh']);
    expect(search(list, 'apple blue')).toEqual([]);
    expect(search(list, 'ignored')).toEqual([]);
  });

  test('keeps quoted words together', () => {
    expect(searchTerms(' one  "two three" fo"ur')).toEqual(['one', 'two three', 'fo', 'ur']);
    expect(search(list, '"green apple"')).toEqual(['a green apple']);
  });

  test('of nothing gives the same list', () => {
    expect(filterPictures(list, { ...NO_FILTER, text: '  ' }, 0)).toBe(list);
  });
});

test('imported pictures are found by their words, else by their names, and by the models that they name', () => {
  const imported = (name: string, prompt?: string): PictureMeta => ({
    ...picture(''),
    id: name,
    request: null,
    imported: {
      name,
      sha256: '',
      settings:
        prompt === undefined ? null : { ...settingsOfRequest(requestOf(prompt)), model: { name: 'sdxl', hash: null } },
    },
  });
  const list = [imported('IMG_1.jpg'), imported('IMG_2.png', 'a fox'), picture('a fox')];
  const ids = (filter: Partial<typeof NO_FILTER>) =>
    filterPictures(list, { ...NO_FILTER, ...filter }, 0).map(({ id }) => id);
  expect(ids({ text: 'img' })).toEqual(['IMG_1.jpg']);
  expect(ids({ text: 'fox' })).toEqual(['IMG_2.png', 'a fox-0']);
  expect(ids({ model: 'sdxl' })).toEqual(['IMG_2.png']);
  expect(modelsOf(list)).toEqual(['sdxl', 'starter']);
});

test('filters add up', () => {
  const now = new Date(2026, 4, 10, 15).getTime();
  const at = (day: number, hour = 12) => new Date(2026, 4, day, hour).getTime();
  const list = [
    picture('today', { at: at(10, 0), favourite: true }),
    picture('yesterday', { at: at(9, 23), favourite: true, model: 'big' }),
    picture('a week ago', { at: at(4) }),
    picture('longer ago', { at: at(3, 23), favourite: true }),
  ];
  const shown = (filter: Partial<typeof NO_FILTER>) => prompts(filterPictures(list, { ...NO_FILTER, ...filter }, now));
  expect(shown({ period: 'today' })).toEqual(['today']);
  expect(shown({ period: 'week' })).toEqual(['today', 'yesterday', 'a week ago']);
  expect(shown({ favourites: true })).toEqual(['today', 'yesterday', 'longer ago']);
  expect(shown({ favourites: true, period: 'week', model: 'starter' })).toEqual(['today']);
  expect(modelsOf(list)).toEqual(['big', 'starter']);
  expect(periodStart('any', now)).toBe(-Infinity);
});
