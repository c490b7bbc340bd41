import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ChunkStore } from './chunkStore';
import { deleteAllData } from './deleteAllData';
import { openStore } from './keyValue';
import { installedCard, openCard, openModelRecords, readRecord } from './modelRecords';
import { deleteRetired, succeed } from './revisions';
import { readFrozen, thaw } from './testing/frozen';
import { Weights } from './weights';

/** Of the frozen model. */
const CARD_URL = 'https://outpane.example/models/test/card.json';

beforeEach(async () => {
  vi.unstubAllGlobals();
  await deleteAllData();
  await thaw(readFrozen('v1'));
});

describe('models of version 1', () => {
  test('are installed, whole, and go on being fetched', async () => {
    expect((await installedCard(CARD_URL))?.revision).toBe('one');
    const { incoming, unread } = await readRecord(openModelRecords(true), CARD_URL);
    expect([incoming?.revision, unread]).toEqual(['two', undefined]);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    const { report } = await (await Weights.open()).install(CARD_URL);
    expect(report).toEqual({ fetchedBytes: 0, repairedChunks: 0 });
  });
});

describe('a model’s record of another version', () => {
  const records = openModelRecords(true);

  async function frozenCard() {
    const card = await installedCard(CARD_URL);
    if (!card) throw new Error('not installed');
    return card;
  }

  test('is kept when this version installs its own beside it, and no chunk is deleted', async () => {
    const card = await frozenCard();
    const newer = { version: 2, installed: { format: 2, files: 'elsewhere' } };
    await records.set(CARD_URL, newer);
    const chunks = await openStore<unknown>('weights').keys();
    const other = { ...card, revision: 'other', files: card.files.slice(1) };
    await succeed(records, CARD_URL, card);
    await succeed(records, CARD_URL, other);
    await deleteRetired(records, await ChunkStore.open(), CARD_URL);
    expect(await openStore<unknown>('weights').keys()).toEqual(chunks);
    const { installed, retired, unread } = await readRecord(records, CARD_URL);
    expect([installed?.revision, retired.map(({ revision }) => revision)]).toEqual(['other', ['one']]);
    expect(unread).toEqual([newer]);
    // Of another model, too.
    await records.set('https://outpane.example/other.json', 7);
    await records.set(CARD_URL, { installed: other, incoming: null, retired: [card] });
    await deleteRetired(records, await ChunkStore.open(), CARD_URL);
    expect(await openStore<unknown>('weights').keys()).toEqual(chunks);
    await records.delete('https://outpane.example/other.json');
    await deleteRetired(records, await ChunkStore.open(), CARD_URL);
    expect((await openStore<unknown>('weights').keys()).length).toBeLessThan(chunks.length);
  });

  test('costs only the card that can not be read, and is taken back by a version that can', async () => {
    const card = await frozenCard();
    const newer = { format: 2, id: 'test' };
    await records.set(CARD_URL, { installed: card, incoming: newer });
    expect(await readRecord(records, CARD_URL)).toEqual({
      installed: card,
      incoming: null,
      retired: [],
      unread: [newer],
    });
    const older = { ...card, revision: 'zero' };
    await records.set(CARD_URL, {
      installed: null,
      incoming: null,
      retired: [],
      unread: [card, { installed: older, incoming: null }],
    });
    const { retired, unread } = await readRecord(records, CARD_URL);
    expect([retired.map(({ revision }) => revision), unread]).toEqual([['one', 'zero'], undefined]);
  });

  test('is not taken for none: without a network it says what is the matter', async () => {
    await records.set(CARD_URL, { version: 2 });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(openCard(CARD_URL)).rejects.toMatchObject({ code: 'model-damaged', message: /another version/ });
    await records.delete(CARD_URL);
    await expect(openCard(CARD_URL)).rejects.toMatchObject({ code: 'network' });
  });

  test('whatever it is, nothing throws and nothing is lost', async () => {
    const keys = fc.constantFrom('installed', 'incoming', 'retired', 'unread', 'version');
    const anything = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
    const card = await frozenCard();
    await fc.assert(
      fc.asyncProperty(anything, async (raw) => {
        await records.set(CARD_URL, raw);
        const unread = JSON.stringify((await readRecord(records, CARD_URL)).unread ?? []);
        await succeed(records, CARD_URL, card);
        expect(JSON.stringify((await readRecord(records, CARD_URL)).unread ?? [])).toBe(unread);
      }),
      { numRuns: 50 },
    );
  });
});
