import { create } from 'zustand';
import { picturePrompt } from './document';
import { readHistory } from './autosave';
import type { Autosave } from './autosave';
import { openDocument } from './openDocument';
import type { EditorState } from './editorState';
import { KnownPlaces } from './knownPlaces';
import { EditorSession } from './session';
import { TileStore } from './tileStore';
import { DocumentStore } from '../storage/documents';
import { toOutpaneError } from '../protocol/errors';
import { reportProblem } from '../shell/problem';

/** The picture that is edited in this tab. */
export const session = new EditorSession(new TileStore(), (error) => reportProblem('storage', toOutpaneError(error)));
export const knownPlaces = new KnownPlaces(session.tiles);

/** What the screen reads; the session alone changes it. */
export const useEditor = create<EditorState>(() => session.state);
session.subscribe((state) => useEditor.setState(state, true));

/** Under which name this tab remembers its document over a reload. */
const OWN_DOCUMENT = 'outpane.document';

let autosaving: Autosave | null = null;
let documentId: string | null = null;

/** Brings back what was edited last. Resolves with whether there was something; never rejects. Once for each page. */
export async function openEditor(): Promise<boolean> {
  const { id, autosave, restored } = await openDocument(session, readOwn());
  rememberOwn(id);
  autosaving = autosave;
  documentId = id;
  // The page may be gone a moment later, without another event.
  const leave = () => autosaving?.leave();
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
  return restored;
}

/** Writes what has not been written yet, and nothing after it. */
export async function closeEditor(): Promise<void> {
  // What can't be written can't be helped any more.
  await autosaving?.flush().catch(() => undefined);
  stopSaving();
}

function stopSaving(): void {
  autosaving?.stop();
  autosaving = null;
}

/** A picture that was edited in another tab, or came with a backup. */
export interface OtherDocument {
  id: string;
  prompt: string;
  width: number;
  height: number;
  /** Unix milliseconds. */
  changedAt: number;
}

/** Edited pictures on this device besides the one in this tab, the one changed last first. */
export async function otherDocuments(): Promise<OtherDocument[]> {
  const storage = new DocumentStore();
  const ids = (await storage.list()).filter((id) => id !== documentId);
  const found = await Promise.all(
    ids.map(async (id): Promise<OtherDocument[]> => {
      const stored = await storage.readPresent(id);
      const document = stored && readHistory(stored)?.entries[0]?.state;
      if (!stored || !document?.bounds) return [];
      const { width, height } = document.bounds;
      return [{ id, prompt: picturePrompt(document)?.trim() ?? '', width, height, changedAt: stored.head.changedAt }];
    }),
  );
  return found.flat();
}

/** Goes on with another picture in this tab; the one that is here stays in storage. */
export async function openOther(id: string): Promise<void> {
  await autosaving?.flush();
  stopSaving();
  rememberOwn(id);
  location.reload();
}

function readOwn(): string | null {
  try {
    return sessionStorage.getItem(OWN_DOCUMENT);
  } catch {
    return null;
  }
}

function rememberOwn(id: string): void {
  try {
    sessionStorage.setItem(OWN_DOCUMENT, id);
  } catch {
    // Storage is refused: there is nothing to come back to, either.
  }
}
