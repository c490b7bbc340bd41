import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** What `crypto` is on a page without https. */
const { getRandomValues } = crypto;
const plainCrypto = { getRandomValues: getRandomValues.bind(crypto) };

test('everything that makes ids at its start does so without https', async () => {
  vi.stubGlobal('crypto', plainCrypto);
  vi.resetModules();
  const { session } = await import('../editor/editor');
  expect(session.state.history.entries[0]?.id).toMatch(/^[\da-f-]{36}$/);
  const { newPictureId } = await import('../storage/pictures');
  expect(newPictureId(1)).toMatch(/^000000001-[\da-f]{8}$/);
});

test('hashes are the same without https', async () => {
  const { sha256 } = await import('../storage/sha256');
  const bytes = new TextEncoder().encode('abc');
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await sha256(bytes)).toBe(known);
  vi.stubGlobal('crypto', plainCrypto);
  expect(await sha256(bytes)).toBe(known);
  expect(await sha256(bytes.buffer)).toBe(known);
});

test('nothing else asks for what only https has', () => {
  const root = new URL('../', import.meta.url);
  const askers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|testing\//.test(path))
    .filter((path) => /crypto\.(randomUUID|subtle)/.test(readFileSync(new URL(path, root), 'utf8')));
  expect(askers.toSorted()).toEqual(['platform/newId.ts', 'storage/sha256.ts']);
});
