import type { Archive, Manifest } from './archive';
import { openStore } from './keyValue';

/** Records written at a time. */
const WRITE_BATCH = 50;

/** A document is added whole or not at all: one that is here already keeps its own history. */
export async function restoreDocuments(archive: Archive, records: NonNullable<Manifest['documents']>): Promise<number> {
  const store = openStore<unknown>('documents');
  const here = new Set((await store.keys()).filter((key) => key.startsWith('head:')));
  const wanted = records.filter(({ key }) => !here.has(`head:${documentOf(key)}`));
  const write = async (list: typeof wanted) => {
    const entries: [string, unknown][] = [];
    for (const { key, file, kind } of list) {
      const content = await archive.file(file);
      const value =
        content && (kind === 'json' ? parse(await content.text()) : new Uint8Array(await content.arrayBuffer()));
      // The editor can do without a part of a history; it looks at each before it uses it.
      if (value !== null) entries.push([key, value]);
    }
    await store.setMany(entries);
  };
  // The heads last: a document counts as there once its head is.
  const isHead = ({ key }: { key: string }) => key.startsWith('head:');
  const parts = wanted.filter((record) => !isHead(record));
  for (let at = 0; at < parts.length; at += WRITE_BATCH) await write(parts.slice(at, at + WRITE_BATCH));
  const heads = wanted.filter(isHead);
  await write(heads);
  return heads.length;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** "tile:ID:..." -> "ID" (storage/documents.ts). */
const documentOf = (key: string) => key.split(':')[1] ?? '';
