import { create } from 'zustand';
import { openDocument } from '../editor/openDocument';
import type { EditorState } from '../editor/editorState';
import { GestureRecognizer } from '../editor/gestures/recognizer';
import { EditorSession } from '../editor/session';
import { TileStore } from '../editor/tileStore';
import { ToolHand } from '../editor/toolHand';
import { toOutpaneError } from '../protocol/errors';
import { reportProblem } from './problem';

/** The picture that is edited in this tab. */
export const session = new EditorSession(new TileStore(), (error) => reportProblem('storage', toOutpaneError(error)));
export const recognizer = new GestureRecognizer();
export const hand = new ToolHand(session, recognizer, () => session.undo());

/** What the screen reads; the session alone changes it. */
export const useEditor = create<EditorState>(() => session.state);
session.subscribe((state) => useEditor.setState(state, true));

/** Under which name this tab remembers its document over a reload. */
const OWN_DOCUMENT = 'outpane.document';

/** Brings back what was edited last. Resolves with whether there was something; never rejects. Once for each page. */
export async function openEditor(): Promise<boolean> {
  const { id, autosave, restored } = await openDocument(session, readOwn());
  rememberOwn(id);
  // The page may be gone a moment later, without another event.
  const flush = () => void autosave.flush().catch(() => undefined);
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  return restored;
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
