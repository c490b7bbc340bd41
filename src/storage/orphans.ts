import { ifUnheld, withSharedLock } from '../platform/locks';
import { documentOf, isPart, livingDocuments } from './documentKeys';
import { openStore } from './keyValue';

/**
 * What belongs together is written in steps: pixels before what is known about them, the parts of an edited picture before its
 * head. Every tab that is between two steps holds this lock together with the others, so that nobody takes it for left behind.
 */
const WRITING = 'outpane-writing';

/** Milliseconds until what seems to be left behind is looked at again: a tab with older code holds no lock. */
const PAUSE = 5000;

/** A deletion can be undone for some seconds; one that an older page left half done is completed after this time. */
export const UNDO_MS = 60_000;

/** Writes in steps; what an end of the page leaves behind in between is deleted at a later start. */
export const inSteps = <T>(task: () => Promise<T>): Promise<T> => withSharedLock(WRITING, task);

/** An edited picture whose deletion can still be undone, in the place of its head (deletedDocuments.ts). */
export interface HiddenHead {
  head: unknown;
  /** Unix milliseconds. */
  deletedAt: number;
}

/**
 * Deletes what an earlier page has left behind half written or half deleted: parts of edited pictures without a head, pixels and
 * thumbnails of which nothing is known. What another tab is writing right now stays; where that can't be told, for want of Web
 * Locks, everything does. Once in a page's life.
 */
export async function sweepOrphans(pause = PAUSE): Promise<void> {
  if (!globalThis.navigator?.locks) return;
  const before = await findOrphans();
  if (before.every(({ keys }) => keys.length === 0)) return;
  await new Promise((resolve) => setTimeout(resolve, pause));
  await ifUnheld(WRITING, async () => {
    const now = await findOrphans();
    for (const [i, { store, keys }] of now.entries()) {
      const seen = new Set(before[i]?.keys);
      const still = keys.filter((key) => seen.has(key));
      if (still.length > 0) await openStore(store).delete(still);
    }
  });
}

async function findOrphans() {
  const [pictures, thumbnails] = await Promise.all([openStore('pictures').keys(), openStore('thumbnails').keys()]);
  // Last: what has come to be known meanwhile counts.
  const known = new Set(await openStore('pictureMeta').keys());
  return [
    { store: 'pictures', keys: pictures.filter((key) => !known.has(key)) },
    { store: 'thumbnails', keys: thumbnails.filter((key) => !known.has(key)) },
    { store: 'documents', keys: await orphansOfDocuments() },
  ] as const;
}

async function orphansOfDocuments(): Promise<string[]> {
  const store = openStore<unknown>('documents');
  const keys = await store.keys();
  const hidden = keys.filter((key) => key.startsWith('hidden:'));
  const undoable = (await store.getMany(hidden)).map(
    (value) => isHidden(value) && Date.now() - value.deletedAt < UNDO_MS,
  );
  const hiddenIds = new Set(hidden.filter((_, i) => undoable[i]).map(documentOf));
  const living = livingDocuments(keys);
  return keys.filter((key) => {
    const id = documentOf(key);
    if (key.startsWith('hidden:')) return !hiddenIds.has(id);
    return isPart(key) && !living.has(id) && !hiddenIds.has(id);
  });
}

export function isHidden(value: unknown): value is HiddenHead {
  return (
    typeof value === 'object' &&
    value !== null &&
    'head' in value &&
    'deletedAt' in value &&
    typeof value.deletedAt === 'number'
  );
}
