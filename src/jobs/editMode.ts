import { create } from 'zustand';
import { hasMask, picturePrompt } from '../editor/document';
import { presentDocument } from '../editor/editorState';
import type { EditorState } from '../editor/editorState';
import { session, useEditor } from '../editor/editor';
import { useSettings } from '../settings/settings';

/** What Generate does now. `more` makes another candidate of those that wait; `frame` paints what is unknown in the frame. */
export type EditMode = 'generate' | 'expand' | 'fill' | 'replace' | 'remove' | 'vary' | 'frame' | 'more';

export type MaskIntent = 'fill' | 'replace' | 'remove' | 'vary';

interface EditChoice {
  /** What is to happen with what is masked. */
  maskIntent: MaskIntent;
  /** The whole picture is to be painted over. */
  varying: boolean;
  /** 0..1: how far from what is there; of variations, from the picture's own noise. */
  strength: { fill: number; vary: number; variations: number };
  set(change: Partial<Omit<EditChoice, 'set'>>): void;
}

export const useEditChoice = create<EditChoice>((set) => ({
  maskIntent: 'fill',
  varying: false,
  strength: { fill: 0.9, vary: 0.5, variations: 0.35 },
  set: (change) => set(change),
}));

export function editModeOf(state: EditorState, choice: Pick<EditChoice, 'maskIntent' | 'varying'>): EditMode {
  const document = presentDocument(state);
  if (document.staging) return 'more';
  if (state.target) return 'expand';
  // Whoever has the frame in the hand means the frame: a mask counts again with another tool.
  if (state.tool === 'frame' && document.frame) return 'frame';
  if (document.bounds && hasMask(document)) return choice.maskIntent;
  if (document.bounds && choice.varying) return 'vary';
  return 'generate';
}

export const editMode = (): EditMode => editModeOf(session.state, useEditChoice.getState());

export function useEditMode(): EditMode {
  const choice = useEditChoice();
  return useEditor((state) => editModeOf(state, choice));
}

const VERBS: Record<EditMode, string> = {
  generate: 'Generate',
  expand: 'Expand',
  fill: 'Fill',
  replace: 'Replace',
  remove: 'Remove',
  vary: 'Vary',
  frame: 'Generate',
  // "More" is the button of the candidates' bar, which stands right above it.
  more: 'Another',
};

/** What the dock's button says; its accessible name stays "Generate". */
export const verbOf = (mode: EditMode): string => VERBS[mode];

/** What an empty prompt field asks for. */
export const promptHintOf = (mode: EditMode): string =>
  mode === 'remove' ? 'No words needed. Or: what is behind it?' : 'What do you want to see?';

/** Prompts that were in the field when a mode was left, for when it comes back. */
const drafts = new Map<EditMode, string>();

/** Each mode has a prompt of its own: an expansion goes on with the picture's, a fill asks for what is to be there. */
function changePrompt(from: EditMode, to: EditMode): void {
  // Another candidate goes on with the words of the first.
  if (to === 'more') return;
  const { prompt, set } = useSettings.getState();
  if (from !== 'more') drafts.set(from, prompt);
  const own = picturePrompt(presentDocument(session.state)) ?? undefined;
  const next = promptFor(to, own) ?? (from === 'remove' ? own : undefined);
  if (next !== undefined && next !== prompt) set(next === own ? { prompt: next, style: '' } : { prompt: next });
}

function promptFor(mode: EditMode, own: string | undefined): string | undefined {
  const written = drafts.get(mode);
  // The words that made the picture would bring back what is to go.
  if (mode === 'remove') return written ?? '';
  return mode === 'expand' || mode === 'vary' ? (own ?? written) : written;
}

/** Follows the modes for as long as the page lives. */
export function watchEditMode(): void {
  let mode = editMode();
  const look = () => {
    // A hand that still pulls has not decided yet.
    if (session.state.held) return;
    const now = editMode();
    if (now === mode) return;
    const before = mode;
    mode = now;
    changePrompt(before, now);
  };
  session.subscribe(look);
  useEditChoice.subscribe(look);
  session.subscribe((state, before) => {
    // The words for one picture's places say nothing about another's.
    if (presentDocument(state).request !== presentDocument(before).request) {
      for (const own of ['fill', 'replace', 'vary', 'expand', 'remove'] as const) drafts.delete(own);
      if (useEditChoice.getState().varying) useEditChoice.getState().set({ varying: false });
    }
  });
}
