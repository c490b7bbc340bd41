import { ownDocument, session } from '../editor/editor';
import { clearProblem } from '../shell/problem';
import { randomSeed, styledPrompt, useSettings } from '../settings/settings';
import type { Settings } from '../settings/settings';
import { editMode, useEditChoice } from './editMode';
import { editFor, variationsOf } from './editOrder';
import type { AskedEdit } from './editOrder';
import type { Work } from './job';
import { jobs } from './jobs';

/**
 * Makes what the prompt and the state of the table ask for: a new picture, or the edit that is prepared. While something runs,
 * it waits for its turn.
 */
export function generate(): void {
  const mode = editMode();
  if (mode === 'generate') return generateNew();
  ask(editFor(mode, session.document, session.state.target, useEditChoice.getState().strength));
}

/** A new picture whatever is prepared on the table. */
export function generateNew(): void {
  // On an empty table there is nothing that it would hide.
  if (!session.document.bounds) jobs.watch(true);
  add({ kind: 'picture', settings: snapshot() });
}

/** Pictures near the one on the table: its own prompt and settings, noise near its own. */
export function generateVariations(): void {
  const { pictures } = useSettings.getState();
  ask(variationsOf(session.document, pictures, useEditChoice.getState().strength));
}

function ask(edit: AskedEdit | null): void {
  if (!edit) return;
  const { order, label, own } = edit;
  // A variation is near a picture of its own; an edit has noise of its own, or another picture's.
  const settings = { ...(order.kind === 'near' ? bare() : snapshot()), variation: null, ...own };
  const base = { ...session.document, staging: null };
  add({ kind: 'edit', settings, documentId: ownDocument(), base, order, label });
}

function add(work: Work): void {
  clearProblem();
  jobs.add(work);
}

/** The settings as they are, a new seed drawn where the person wants one for each picture. */
function snapshot(): Settings {
  const { randomSeed: draw, set } = useSettings.getState();
  if (draw) set({ seed: randomSeed() });
  return bare();
}

/** The settings as they are, with the style in the prompt: what a style is called, and says, may change. */
function bare(): Settings {
  const { set: _set, ...settings } = useSettings.getState();
  return { ...settings, prompt: styledPrompt(settings), style: '' };
}
