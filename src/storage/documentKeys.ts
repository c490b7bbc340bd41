/** "tile:ID:..." -> "ID": the edited picture that a record of the store `documents` belongs to (documents.ts). */
export const documentOf = (key: string): string => key.split(':')[1] ?? '';

/** Whether a record is a part of an edited picture: alone, it says nothing that could be opened. */
export const isPart = (key: string): boolean => /^(entry|tile):/.test(key);

/**
 * Ids of the edited pictures among these keys: those of which there is more than parts, and that are not just being deleted. What that
 * more is called is each version's own.
 */
export const livingDocuments = (keys: readonly string[]): Set<string> =>
  new Set(keys.filter((key) => !isPart(key) && !key.startsWith('hidden:')).map(documentOf));
