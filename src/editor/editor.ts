import { create, useStore } from 'zustand';
import { picturePrompt } from './document';
import type { Autosave } from './autosave';
import { openDocument } from './openDocument';
import { readHistory } from './storedHistory';
import type { UnreadStep } from './storedHistory';
import type { EditorState } from './editorState';
import { KnownPlaces } from './knownPlaces';
import { EditorSession } from './session';
import { TileStore } from './tileStore';
import { remember, remembered } from '../platform/tabMemory';
import { DocumentStore } from '../storage/documents';

/** What went wrong before anybody asked to be told. */
const untold: unknown[] = [];
let tell = (error: unknown): void => void untold.push(error);

/** From now on this is told what goes wrong in edits that nobody waits for; at once, what has gone wrong already. */
export function onProblem(listener: (error: unknown) => void): void {
  tell = listener;
  untold.splice(0).forEach(listener);
}

/** The picture that is edited in this tab. */
export const session = new EditorSession(new TileStore(), (error) => tell(error));
export const knownPlaces = new KnownPlaces(session.tiles);

/** What the screen reads of it. */
export const useEditor = <T>(select: (state: EditorState) => T): T => useStore(session.store, select);

/** Steps of the history that this version can't read: shown among the others, as what can't be gone to. */
export const useUnreadSteps = create<{ steps: readonly UnreadStep[] }>(() => ({ steps: [] }));

/** Under which name this tab remembers its document over a reload. */
const OWN_DOCUMENT = 'outpane.document';

let autosaving: Autosave | null = null;
let documentId: string | null = null;

/** Brings back what was edited last. Resolves with whether there was something; never rejects. Once for each page. */
export async function openEditor(): Promise<boolean> {
  const { id, autosave, restored, unread } = await openDocument(session, remembered(OWN_DOCUMENT));
  useUnreadSteps.setState({ steps: unread });
  remember(OWN_DOCUMENT, id);
  autosaving = autosave;
  documentId = id;
  // The page may be gone a moment later, without another event.
  const leave = () => autosaving?.leave();
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
  return restored;
}

/** The stored document of this tab; null before it has been opened. */
export const ownDocument = (): string | null => documentId;

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
  /** Unix milliseconds; 0 where nothing says it. */
  changedAt: number;
  /** Null where this version can't read it. */
  picture: { prompt: string; width: number; height: number } | null;
}

/** Edited pictures on this device besides the one in this tab, the one changed last first. */
export async function otherDocuments(): Promise<OtherDocument[]> {
  const storage = new DocumentStore();
  const others = (await storage.list()).filter(({ id }) => id !== documentId);
  const found = await Promise.all(
    others.map(async ({ id, changedAt }): Promise<OtherDocument[]> => {
      const stored = await storage.readPresent(id);
      const document = stored && readHistory(stored)?.history.entries[0]?.state;
      if (!document) return [{ id, changedAt, picture: null }];
      if (!document.bounds) return [];
      const { width, height } = document.bounds;
      return [{ id, changedAt, picture: { prompt: picturePrompt(document)?.trim() ?? '', width, height } }];
    }),
  );
  return found.flat();
}

/** Goes on with another picture in this tab; the one that is here stays in storage. */
export async function openOther(id: string): Promise<void> {
  await autosaving?.flush();
  stopSaving();
  remember(OWN_DOCUMENT, id);
  location.reload();
}
