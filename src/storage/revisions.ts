import { holdShared, ifUnheld } from '../platform/locks';
import type { ModelCard } from '../models/modelCard';
import type { ChunkStore } from './chunkStore';
import { chunksOf } from './chunks';
import { hasUnreadRecords, readRecord, type ModelRecords } from './modelRecords';

/** Whether the two cards mean the same bytes (their other facts may differ). */
export function sameFiles(a: ModelCard, b: ModelCard): boolean {
  const names = (card: ModelCard) => [...new Set(chunksOf(card).map((chunk) => chunk.key))].toSorted().join();
  return names(a) === names(b);
}

const useName = (cardUrl: string, card: ModelCard) => `outpane-model-use:${cardUrl}:${card.revision}`;

/** A revision in use: its chunks stay on the device until `release` was called, whatever the other tabs do. */
export interface RevisionInUse {
  card: ModelCard;
  release: () => Promise<void>;
}

/** Takes a revision into use; what is read of it until `release` is there. */
export async function holdRevision(cardUrl: string, card: ModelCard): Promise<RevisionInUse> {
  return { card, release: await holdShared(useName(cardUrl, card)) };
}

/** The installed revision, taken into use; null where there is none. */
export async function holdInstalled(records: ModelRecords, cardUrl: string): Promise<RevisionInUse | null> {
  for (;;) {
    const { installed } = await readRecord(records, cardUrl);
    if (!installed) return null;
    const use = await holdRevision(cardUrl, installed);
    // Another tab may have changed over, and deleted it, between the two.
    const now = (await readRecord(records, cardUrl)).installed;
    if (now && now.revision === installed.revision && sameFiles(now, installed)) return use;
    await use.release();
  }
}

/** The record after the card became the installed one: what was there before is retired, unless it is the same bytes. */
export async function succeed(records: ModelRecords, cardUrl: string, card: ModelCard): Promise<void> {
  const before = await readRecord(records, cardUrl);
  const retired = [...before.retired, before.installed, before.incoming].filter(
    (old): old is ModelCard => old !== null && !sameFiles(old, card),
  );
  const after = { ...before, installed: card, incoming: null, retired };
  if (JSON.stringify(before) !== JSON.stringify(after)) await records.set(cardUrl, after);
}

/** Deletes the chunks of retired revisions that nobody uses any more, as far as no other model or revision has them. */
export async function deleteRetired(records: ModelRecords, chunks: ChunkStore, cardUrl: string): Promise<void> {
  const { retired } = await readRecord(records, cardUrl);
  // What can't be read may need any of them.
  if (retired.length === 0 || (await hasUnreadRecords(records))) return;
  for (const old of retired) {
    await ifUnheld(useName(cardUrl, old), async () => {
      const record = await readRecord(records, cardUrl);
      const left = record.retired.filter((card) => !sameFiles(card, old));
      // Not in the record any more before the first byte goes: a half deleted revision is never taken for a whole one.
      await records.set(cardUrl, { ...record, retired: left });
      await deleteUnused(records, chunks, old);
    });
  }
}

/** Deletes the chunks of a revision that no other model or revision of this device has. */
async function deleteUnused(records: ModelRecords, chunks: ChunkStore, old: ModelCard): Promise<void> {
  const used = new Set<string>();
  for (const url of await records.keys()) {
    const { installed, incoming, retired } = await readRecord(records, url);
    for (const card of [installed, incoming, ...retired]) {
      if (card) chunksOf(card).forEach((chunk) => used.add(chunk.key));
    }
  }
  await chunks.delete(chunksOf(old).filter((chunk) => !used.has(chunk.key)));
}
