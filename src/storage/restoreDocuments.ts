import type { Archive, Manifest } from './archive';
import { openStore, type KeyValueStore } from './keyValue';
import { deleteRecords, showDocument } from './deletedDocuments';
import { readRecordEntry } from './backupRecords';
import { documentOf, isPart, livingDocuments } from './documentKeys';
import { inSteps } from './orphans';

/** So many records, or bytes of them, are written in one go. */
const BATCH = 50;
const BATCH_BYTES = 32 * 2 ** 20;

/** What became of the edited pictures of a backup. */
export interface RestoredDocuments {
  /** Added, and how many of these lack a part that could not be read. */
  added: number;
  incomplete: number;
  /** Not added, because nothing can be made of them. */
  unreadable: number;
}

type DocumentRecord = NonNullable<Manifest['documents' | 'records']>[number];

/**
 * Adds those edited pictures of an archive that are not here: one that is, or is just being deleted, keeps its own history. Each is written with its head
 * last, and counts as there once that is; where it does not come so far, its parts are deleted again: here, or at the next start.
 * `check` is called in between, and ends it by throwing.
 */
export function restoreDocuments(
  archive: Archive,
  records: readonly DocumentRecord[],
  check: () => void,
): Promise<RestoredDocuments> {
  return inSteps(async () => {
    const store = openStore<unknown>('documents');
    const keys = await store.keys();
    const here = new Set(keys);
    const living = livingDocuments(keys);
    const restored: RestoredDocuments = { added: 0, incomplete: 0, unreadable: 0 };
    for (const [id, own] of byDocument(records)) {
      if (living.has(id)) continue;
      check();
      if (here.has(`hidden:${id}`)) {
        await showDocument(id);
        restored.added += 1;
        continue;
      }
      const outcome = await restoreDocument(archive, store, id, own, check);
      if (outcome === 'unreadable') restored.unreadable += 1;
      else restored.added += 1;
      if (outcome === 'incomplete') restored.incomplete += 1;
    }
    return restored;
  });
}

function byDocument(records: readonly DocumentRecord[]): Map<string, DocumentRecord[]> {
  const groups = new Map<string, DocumentRecord[]>();
  for (const record of records) {
    const id = documentOf(record.key);
    const group = groups.get(id);
    if (group) group.push(record);
    else groups.set(id, [record]);
  }
  return groups;
}

async function restoreDocument(
  archive: Archive,
  store: KeyValueStore<unknown>,
  id: string,
  records: readonly DocumentRecord[],
  check: () => void,
): Promise<'whole' | 'incomplete' | 'unreadable'> {
  const heads: [string, unknown][] = [];
  for (const record of records.filter(({ key }) => !isPart(key))) {
    const head = await readValue(archive, record);
    if (head) heads.push([record.key, head.value]);
  }
  if (heads.length === 0) return 'unreadable';
  let missing = 0;
  let batch: [string, unknown][] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) await store.setMany(batch);
    batch = [];
    bytes = 0;
  };
  try {
    for (const record of records) {
      if (!isPart(record.key)) continue;
      check();
      const part = await readValue(archive, record);
      // The editor can do without a part of a history; it looks at each before it uses it.
      if (!part) missing += 1;
      else {
        batch.push([record.key, part.value]);
        bytes += part.bytes;
      }
      if (batch.length === BATCH || bytes >= BATCH_BYTES) await flush();
    }
    await flush();
    await store.setMany(heads);
  } catch (thrown) {
    await deleteRecords(id).catch(() => undefined);
    throw thrown;
  }
  return missing > 0 ? 'incomplete' : 'whole';
}

/** Null where the archive does not have it as it was written. `bytes`: about so many in memory. */
async function readValue(archive: Archive, record: DocumentRecord): Promise<{ value: unknown; bytes: number } | null> {
  try {
    if ('binaries' in record) return { value: await readRecordEntry(archive, record), bytes: 0 };
    const content = await archive.file(record.file);
    if (!content) return null;
    const value: unknown =
      record.kind === 'json' ? JSON.parse(await content.text()) : new Uint8Array(await content.arrayBuffer());
    return { value, bytes: content.size };
  } catch {
    return null;
  }
}
