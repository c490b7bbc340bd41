import { expect, test } from 'vitest';
import type { PictureMeta } from '../storage/pictureMeta';
import { successor, withNews, withPictures } from './pictureList';

const picture = (id: string, more: Partial<PictureMeta> = {}) => ({ id, deletedAt: null, ...more }) as PictureMeta;
const ids = (list: readonly PictureMeta[]) => list.map(({ id }) => id).join('');
const list = ['d', 'c', 'a'].map((id) => picture(id));

test('what another tab made takes its place by age, once', () => {
  const more = withNews(list, { kind: 'saved', pictures: [picture('b'), picture('e')] });
  expect(ids(more)).toBe('edcba');
  expect(ids(withNews(more, { kind: 'saved', pictures: [picture('b')] }))).toBe('edcba');
});

test('what is changed is replaced, what is deleted goes and what comes back is there again', () => {
  const [loved] = withNews(list, { kind: 'changed', pictures: [picture('d', { favourite: true })] });
  expect(loved?.favourite).toBe(true);
  const less = withNews(list, { kind: 'changed', pictures: [picture('c', { deletedAt: 5 })] });
  expect(ids(less)).toBe('da');
  expect(ids(withNews(less, { kind: 'changed', pictures: [picture('c')] }))).toBe('dca');
  expect(ids(withNews(less, { kind: 'deleted', ids: ['d', 'zz'] }))).toBe('a');
  expect(ids(withPictures([], [picture('x', { deletedAt: 1 })]))).toBe('');
});

test('the one that is looked at is followed by its neighbour', () => {
  expect(successor(list, list, 'c')).toBe('c');
  expect(successor(list, [picture('d'), picture('a')], 'c')).toBe('a');
  expect(successor(list, [picture('d'), picture('c')], 'a')).toBe('c');
  expect(successor(list, [], 'a')).toBeNull();
  expect(successor(list, list, null)).toBeNull();
});
