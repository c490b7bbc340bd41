import { chunksOf, lengthOf } from './chunks';
import { openModelRecords, readRecord } from './modelRecords';
import { Weights } from './weights';

/** Bytes of model revisions that newer ones have followed, as far as those don't share them. */
export async function unusedModelBytes(): Promise<number> {
  const records = openModelRecords(true);
  const used = new Set<string>();
  const unused = new Map<string, number>();
  for (const url of await records.keys()) {
    const { installed, incoming, retired } = await readRecord(records, url);
    for (const card of [installed, incoming]) if (card) for (const { key } of chunksOf(card)) used.add(key);
    for (const chunk of retired.flatMap((card) => chunksOf(card))) unused.set(chunk.key, lengthOf([chunk]));
  }
  let bytes = 0;
  for (const [key, length] of unused) if (!used.has(key)) bytes += length;
  return bytes;
}

/** Deletes them, but for what a tab still works with. Rejects with the storage's OutpaneError. */
export async function deleteUnusedModels(): Promise<void> {
  const weights = await Weights.open();
  for (const url of await openModelRecords(true).keys()) await weights.tidy(url);
}
