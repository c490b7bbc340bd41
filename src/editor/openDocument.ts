import { tryHold } from '../platform/locks';
import { newId } from '../platform/newId';
import { DocumentStore } from '../storage/documents';
import type { StoredDocument } from '../storage/documents';
import { Autosave } from './autosave';
import { tileIds } from './document';
import type { EditorSession } from './session';
import { isStep, readHistory } from './storedHistory';
import type { StoredHistory, UnreadStep } from './storedHistory';

export interface OpenDocument {
  id: string;
  autosave: Autosave;
  /** Something was brought back from storage. */
  restored: boolean;
  /** Steps of the history that this version can't read. */
  unread: readonly UnreadStep[];
}

/** A page that is being reloaded lets go of its document a moment after the new one has started. */
const RELOAD_PATIENCE = 2000;

/** Held by the tab that has the document open. */
export const documentLock = (id: string) => `outpane-document:${id}`;

interface Found {
  id: string;
  stored: StoredDocument;
  read: StoredHistory;
  release: () => void;
}

/**
 * This tab's own document, else the one changed last that no other tab has open: two tabs never write the same document. Those of
 * which this version can read no step are passed over, for a tab that can.
 */
async function findDocument(storage: DocumentStore, own: string | null): Promise<Found | null> {
  const ids = (await storage.list()).map(({ id }) => id);
  const ordered = own !== null && ids.includes(own) ? [own, ...ids.filter((id) => id !== own)] : ids;
  for (const id of ordered) {
    const release = await tryHold(documentLock(id), id === own ? RELOAD_PATIENCE : 0);
    if (!release) continue;
    const stored = await storage.read(id);
    const read = stored && readHistory(stored);
    if (stored && read) return { id, stored, read, release };
    release();
  }
  return null;
}

const tilesOf = ({ history }: StoredHistory) => new Set(history.entries.flatMap(({ state }) => [...tileIds(state)]));

/** The id of a new document, which no other tab takes. */
async function newDocument(): Promise<string> {
  const id = newId();
  await tryHold(documentLock(id)).catch(() => null);
  return id;
}

/** The steps that can be read as a document of their own: the one that they come from stays as it is, for a version that knows it. */
async function copyReadable(storage: DocumentStore, { id: from, stored, read }: Found): Promise<string> {
  const id = await newDocument();
  const raw = new Map(stored.head.entries.map((entry, i) => [entry, stored.entries[i]]));
  const entries = read.history.entries.map((entry) => entry.id);
  const extra = { ...read.view, unread: unreadOf(read) };
  const head = { entries, index: read.history.index, changedAt: Date.now(), extra };
  await storage.copy(from, id, { head, entries: entries.map((entry) => raw.get(entry)) }, [...tilesOf(read)]);
  return id;
}

const unreadOf = ({ carried, unread }: StoredHistory): UnreadStep[] => [...carried, ...unread];

/**
 * Opens the document to go on with, in a session that has done nothing yet. Where the browser stores nothing, the editor
 * works all the same, in memory only, and the session's `report` is told once. `own` is the document that this tab had
 * before a reload. What can't be read stays as it is: where that is a part of a history, the work goes on in a copy of the
 * rest, where it is all of it, in a new document.
 */
export async function openDocument(
  session: EditorSession,
  own: string | null = null,
  storage = new DocumentStore(),
): Promise<OpenDocument> {
  try {
    const found = await findDocument(storage, own);
    const opened = found && (await goOn(session, storage, found));
    if (opened) return opened;
  } catch (error) {
    session.report(error);
  }
  const id = await newDocument();
  session.tiles.setBacking({ read: (ids) => storage.readTiles(id, ids) });
  const autosave = new Autosave(session, storage, id);
  autosave.start();
  return { id, autosave, restored: false, unread: [] };
}

/** Null where the person was quicker than the storage: what they have begun must not take the place of what is there. */
async function goOn(session: EditorSession, storage: DocumentStore, found: Found): Promise<OpenDocument | null> {
  const { read, stored } = found;
  const isWhole = read.unread.length === 0;
  let { id } = found;
  if (!isWhole) {
    id = await copyReadable(storage, found).finally(found.release);
  }
  if (session.touched) {
    if (isWhole) found.release();
    else await storage.delete(id);
    return null;
  }
  // Before anything is restored: who looks at the document asks for its tiles at once.
  session.tiles.setBacking({ read: (ids) => storage.readTiles(id, ids) });
  session.tiles.adopt(tilesOf(read));
  session.restore(read.history, read.view);
  const unread = unreadOf(read);
  const autosave = new Autosave(session, storage, id, { unread });
  autosave.adopt(read.history.entries.map((entry) => entry.id));
  // Before the first write, which it would not know of.
  if (isWhole) await storage.sweep(id, stored, isStep, session.usedTiles()).catch(session.report);
  autosave.start();
  return { id, autosave, restored: true, unread };
}
