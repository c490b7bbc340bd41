import { tryHoldForLife } from '../platform/locks';
import { newId } from '../platform/newId';
import { DocumentStore } from '../storage/documents';
import { Autosave } from './autosave';
import type { EditorSession } from './session';

export interface OpenDocument {
  id: string;
  autosave: Autosave;
  /** Something was brought back from storage. */
  restored: boolean;
}

/** A page that is being reloaded lets go of its document a moment after the new one has started. */
const RELOAD_PATIENCE = 2000;

/** This tab's own document, else the one changed last that no other tab has open, else a new one: two tabs never write the same document. */
async function chooseDocument(storage: DocumentStore, own: string | null): Promise<string> {
  const ids = await storage.list();
  if (own && ids.includes(own) && (await tryHoldForLife(documentLock(own), RELOAD_PATIENCE))) return own;
  for (const id of ids) {
    if (await tryHoldForLife(documentLock(id))) return id;
  }
  const id = newId();
  await tryHoldForLife(documentLock(id));
  return id;
}

/** Held by the tab that has the document open. */
export const documentLock = (id: string) => `outpane-document:${id}`;

/**
 * Opens the document to go on with, in a session that has done nothing yet. Where the browser stores nothing, the editor
 * works all the same, in memory only, and the session's `report` is told once. `own` is the document that this tab had
 * before a reload.
 */
export async function openDocument(
  session: EditorSession,
  own: string | null = null,
  storage = new DocumentStore(),
): Promise<OpenDocument> {
  let id: string;
  try {
    id = await chooseDocument(storage, own);
  } catch (error) {
    session.report(error);
    id = newId();
  }
  // Before anything is restored: who looks at the document asks for its tiles at once.
  session.tiles.setBacking({ read: (ids) => storage.readTiles(id, ids) });
  let restored = false;
  let autosave = new Autosave(session, storage, id);
  try {
    restored = await autosave.restore();
  } catch (error) {
    session.report(error);
  }
  if (!restored && session.touched) {
    // The person was quicker than the storage: what they have begun must not take the place of what is there.
    id = newId();
    await tryHoldForLife(documentLock(id)).catch(() => false);
    autosave = new Autosave(session, storage, id);
  }
  autosave.start();
  return { id, autosave, restored };
}
