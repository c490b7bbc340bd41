import { afterEach, expect, test, vi } from 'vitest';
import { newId } from './newId';

afterEach(() => vi.unstubAllGlobals());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are random UUIDs, with https and without', () => {
  const { getRandomValues } = crypto;
  for (const available of [crypto, { getRandomValues: getRandomValues.bind(crypto) }]) {
    vi.stubGlobal('crypto', available);
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(50);
  }
});
