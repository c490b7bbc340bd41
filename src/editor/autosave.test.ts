import { describe, expect, it, vi } from 'vitest';
import { memoryStore } from '../storage/keyValue';
import { DocumentStore } from '../storage/documents';
import { Autosave } from './autosave';
import { stage } from './document';
import type { ArtDocument } from './document';
import { openDocument } from './openDocument';
import { makeCandidate, readRegion, startPicture } from './pictures';
import { EditorSession } from './session';
import { flat, gradient, sameBytes } from './testing/images';
import { someRequest } from '../protocol/testing/someRequest';
import { TileStore } from './tileStore';

const fail = (error: unknown) => {
  throw error;
};
const region = { x: 256, y: 0, width: 64, height: 256 };

async function open(storage: DocumentStore, report = fail as (error: unknown) => void) {
  const session = new EditorSession(new TileStore(), report);
  return { session, ...(await openDocument(session, null, storage)) };
}

async function worked() {
  const map = memoryStore<unknown>();
  const storage = new DocumentStore(map);
  const opened = await open(storage);
  const { session, autosave } = opened;
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
  const candidate = await makeCandidate(
    session.tiles,
    session.document,
    region,
    flat(region, [1, 2, 3, 255]),
    someRequest(),
  );
  session.commit(stage(session.document, { intent: 'expand', region }, candidate), 'Expand');
  session.set({ target: { x: 0, y: 0, width: 320, height: 256 }, view: { x: 5, y: 6, zoom: 2 } });
  await autosave.flush();
  return { map, storage, ...opened };
}

describe('Autosave', () => {
  it('brings back picture, history, candidates and what was being prepared', async () => {
    const { storage, session, id } = await worked();
    const again = await open(storage);
    expect(again).toMatchObject({ id, restored: true });
    expect(again.session.document).toEqual(session.document);
    expect(again.session.state.target).toEqual(session.state.target);
    expect(again.session.state.view).toEqual(session.state.view);
    expect(again.session.state.history.entries.map(({ label }) => label)).toEqual([
      'New picture',
      'Open picture',
      'Expand',
    ]);
    const whole = { x: 0, y: 0, width: 256, height: 256 };
    expect(
      sameBytes((await readRegion(again.session.tiles, again.session.document, whole)).data, gradient(256, 256).data),
    ).toBe(true);
    expect(
      sameBytes(
        (await readRegion(again.session.tiles, again.session.document, region)).data,
        flat(region, [1, 2, 3, 255]).data,
      ),
    ).toBe(true);
    again.session.undo();
    expect(again.session.document.staging).toBeNull();
  });

  it('brings back documents of the time before edits were kept with the picture', async () => {
    const { map, storage, session } = await worked();
    const entries = (await map.keys()).filter((key) => key.startsWith('entry:'));
    await map.updateMany(entries, (entry) => {
      const { state, ...rest } = entry as { state: ArtDocument };
      const { lastEdit: _lastEdit, foreign: _foreign, keptAs: _keptAs, ...old } = state;
      return { ...rest, state: old };
    });
    expect((await open(storage)).session.document).toEqual(session.document);
  });

  it('has a step on its way to storage before anything else can happen, whatever becomes of the page', async () => {
    const map = memoryStore<unknown>();
    const storage = new DocumentStore(map);
    const { session, autosave } = await open(storage);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
    expect((await open(storage)).session.document).toEqual(session.document);
    session.undo();
    expect((await open(storage)).session.document.bounds).toBeNull();
    autosave.stop();
    session.redo();
    expect((await open(storage)).session.document.bounds).toBeNull();
  });

  it('packs large pictures beside the work, and at once when the page goes', async () => {
    const map = memoryStore<unknown>();
    const storage = new DocumentStore(map);
    const { session, autosave } = await open(storage);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(768, 768)));
    expect(await map.keys()).toEqual([]);
    autosave.leave();
    expect((await open(storage)).session.document).toEqual(session.document);
    await autosave.flush();
    const written = await map.keys();
    autosave.leave();
    expect(await map.keys()).toEqual(written);
    expect(session.state.saveState).toBe('saved');
  });

  it('writes a step and a tile once, and deletes them when nothing can bring them back', async () => {
    const { map, session, autosave } = await worked();
    const tiles = async () => (await map.keys()).filter((key) => key.startsWith('tile:')).length;
    expect(await tiles()).toBe(2);
    session.goTo(0);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(100, 100, 5)));
    await autosave.flush();
    await autosave.flush();
    expect((await map.keys()).filter((key) => key.startsWith('entry:'))).toHaveLength(2);
    expect(await tiles()).toBe(1);
  });

  it('sweeps away what a crash in the middle of a save left', async () => {
    const { map, storage, id } = await worked();
    const step = (await storage.read(id))?.entries[0];
    await map.set(`tile:${id}:orphan`, new Uint8Array(3));
    await map.set(`entry:${id}:orphan`, step);
    await open(storage);
    expect((await map.keys()).filter((key) => key.endsWith(':orphan'))).toEqual([]);
  });

  it('says that saving failed, keeps the work, and saves it the next time', async () => {
    const map = memoryStore<unknown>();
    let broken = true;
    const storage = new DocumentStore({
      ...map,
      setMany: async (entries) => {
        if (broken) throw new Error('full');
        return map.setMany(entries);
      },
    });
    const { session, autosave } = await open(storage, () => undefined);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    await expect(autosave.flush()).rejects.toThrow('full');
    expect(session.state.saveState).toBe('failed');
    broken = false;
    await autosave.flush();
    expect(session.state.saveState).toBe('saved');
    expect((await open(storage)).restored).toBe(true);
  });

  it('is not saved while a step of an earlier write is not, whatever the later one did', async () => {
    const map = memoryStore<unknown>();
    const waiting: { fail: () => void; write: () => Promise<void> }[] = [];
    const storage = new DocumentStore({
      ...map,
      setMany: (entries) =>
        waiting.length >= 2
          ? map.setMany(entries)
          : new Promise((resolve, reject) => {
              const write = () => map.setMany(entries).then(resolve);
              waiting.push({ fail: () => reject(new Error('full')), write });
            }),
    });
    const session = new EditorSession(new TileStore(), () => undefined);
    const autosave = new Autosave(session, storage, 'doc', { quiet: 1e6, retry: 1e6 });
    autosave.start();
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    const { document } = session;
    session.commit({ ...document, frame: region }, 'Frame');
    const [first, second] = waiting;
    first?.fail();
    await vi.waitFor(() => expect(session.state.saveState).toBe('failed'));
    await second?.write();
    await new Promise((resolve) => setTimeout(resolve));
    expect(session.state.saveState).toBe('failed');
    session.commit({ ...document, frame: null }, 'Frame');
    await vi.waitFor(() => expect(session.state.saveState).toBe('saved'));
    expect((await open(storage)).session.document).toEqual(session.document);
    expect((await storage.read('doc'))?.entries).not.toContain(undefined);
    autosave.stop();
  });

  it('tries again by itself after a write that failed, and tells it once', async () => {
    const map = memoryStore<unknown>();
    let failures = 3;
    const storage = new DocumentStore({
      ...map,
      setMany: async (entries) => {
        if (failures-- > 0) throw new Error('full');
        return map.setMany(entries);
      },
    });
    const told: unknown[] = [];
    const session = new EditorSession(new TileStore(), (error) => told.push(error));
    const autosave = new Autosave(session, storage, 'doc', { retry: 5 });
    autosave.start();
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    await vi.waitFor(() => expect(session.state.saveState).toBe('failed'));
    await vi.waitFor(() => expect(session.state.saveState).toBe('saved'));
    expect(told).toHaveLength(1);
    expect((await open(storage)).session.document).toEqual(session.document);
    autosave.stop();
  });
});
