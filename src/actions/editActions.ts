import { accept, canVaryNoise, cycle, discard, dropShown, hasMask, show, shownCandidate } from '../editor/document';
import { clearMask, growWithin, invertWithin } from '../editor/mask/edits';
import { expandToPreset, reanchor } from '../geometry/expand';
import type { Anchor, ExpandPreset } from '../geometry/expand';
import { equals } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { toOutpaneError } from '../protocol/errors';
import { session } from '../editor/editor';
import { editMode, useEditChoice } from '../jobs/editMode';
import { generate, generateVariations } from '../jobs/generate';
import { hand } from '../editor/hand';
import { keepAccepted, keepWhole, withResult } from '../library/keptEdits';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { useRoute } from '../shell/route';
import { isEditing, jobs, lookAtTable } from '../jobs/jobs';
import type { Action } from './action';
import { canEdit } from './editorActions';

const isStaged = () => session.document.staging !== null && useRoute.getState().screen === 'canvas';

/** More results for what lies there are on their way: what they were asked for must stay, and they would come back. */
const isEdited = () => isEditing(jobs.store.getState(), session.document);

const candidate = (action: Omit<Action, 'group' | 'enabled'>, enabled = isStaged): Action => ({
  ...action,
  group: 'Candidates',
  enabled,
});

const step = (by: 1 | -1) => session.amend(cycle(session.document, by));

export const previousCandidateAction = candidate({
  id: 'previous-candidate',
  label: 'Previous candidate',
  shortcuts: ['ArrowLeft'],
  run: () => step(-1),
});

export const nextCandidateAction = candidate({
  id: 'next-candidate',
  label: 'Next candidate',
  shortcuts: ['ArrowRight'],
  run: () => step(1),
});

export const acceptAction = candidate({
  id: 'accept',
  label: 'Accept',
  shortcuts: ['Enter'],
  run: () => {
    const { document } = session;
    const chosen = shownCandidate(document);
    // Whoever undoes this sees the picture as it was, with all candidates still to choose from.
    session.amend(show(document, 0));
    if (!chosen) return session.commit(accept(document), 'Keep as it was');
    const accepted = withResult(accept(document));
    session.commit(accepted, 'Accept');
    void keepAccepted(accepted, document.keptAs);
  },
});

export const discardAction = candidate(
  {
    id: 'discard',
    label: 'Discard',
    shortcuts: ['Escape'],
    run: () => session.commit(discard(session.document), 'Discard'),
  },
  () => isStaged() && !isEdited(),
);

export const moreAction = candidate({ id: 'more', label: 'More', run: generate });

const isShown = () => isStaged() && shownCandidate(session.document) !== null;

export const dropAction = candidate(
  {
    id: 'drop-candidate',
    label: 'Remove this candidate',
    shortcuts: ['Delete'],
    run: () => session.commit(dropShown(session.document), 'Remove candidate'),
  },
  isShown,
);

export const keepAction = candidate(
  {
    id: 'keep',
    label: 'Keep for later',
    run: async () => {
      const shown = shownCandidate(session.document);
      if (!shown) return;
      try {
        await keepWhole(session.document, shown.request);
        notify('Kept in Results.');
      } catch (thrown) {
        reportProblem('storage', toOutpaneError(thrown));
      }
    },
  },
  isShown,
);

/** Escape on the table: what a hand is doing first, then what is prepared. */
export const putBackAction: Action = {
  id: 'put-back',
  label: 'Put the edge back',
  group: 'Edit',
  shortcuts: ['Escape'],
  enabled: () => hand.busy || (session.state.target !== null && !isEdited()),
  run: () => {
    if (!hand.cancel()) session.putBack();
  },
};

/** Enter on the table, once an edge has been pulled. */
const expandAction: Action = {
  id: 'expand',
  label: 'Expand',
  group: 'Edit',
  shortcuts: ['Enter'],
  enabled: () => session.state.target !== null && session.state.held === null,
  run: generate,
};

/** Prepares an expansion to given proportions. Those that the picture has already put back what is prepared. */
export function prepareExpansion(preset: ExpandPreset, anchor: Anchor): void {
  const { bounds } = session.document;
  if (!bounds || !canEdit()) return;
  const target = expandToPreset(bounds, preset, anchor);
  if (!equals(target, bounds)) return showTarget(target);
  if (!session.state.target) return notify('The picture has this shape already.');
  session.putBack();
  session.showAll();
}

/** Moves the picture to another place in what it is to become, if anything is prepared. */
export function moveExpansion(anchor: Anchor): void {
  const { bounds } = session.document;
  const { target } = session.state;
  if (bounds && target && canEdit()) showTarget(reanchor(bounds, target, anchor));
}

/** A frame in the hand would be what Generate means. */
function putFrameDown(): void {
  if (session.state.tool === 'frame') hand.take('hand');
}

function showTarget(target: Rect): void {
  lookAtTable();
  putFrameDown();
  session.set({ target });
  session.showAll();
}

const mask = (id: string, label: string, shortcuts: readonly string[], run: () => Promise<void>): Action => ({
  id,
  label,
  group: 'Mask',
  shortcuts,
  enabled: () => canEdit() && hasMask(session.document),
  run: () => {
    lookAtTable();
    return run().catch(session.report);
  },
});

/** Picture pixels that grow and shrink change a mask by. */
const GROWTH = 8;

export const invertMaskAction: Action = {
  ...mask('invert-mask', 'Invert mask', ['X'], () =>
    session.edit('Invert mask', (document) => invertWithin(session.tiles, document)),
  ),
  enabled: canEdit,
};
export const clearMaskAction = mask('clear-mask', 'Clear mask', ['Mod+Shift+A'], () =>
  session.edit('Clear mask', async (document) => clearMask(document)),
);
export const growMaskAction = mask('grow-mask', 'Grow mask', [], () =>
  session.edit('Grow mask', (document) => growWithin(session.tiles, document, GROWTH)),
);
export const shrinkMaskAction = mask('shrink-mask', 'Shrink mask', [], () =>
  session.edit('Shrink mask', (document) => growWithin(session.tiles, document, -GROWTH)),
);

export const varyAction: Action = {
  id: 'vary',
  label: 'Vary',
  group: 'Edit',
  shortcuts: ['W'],
  enabled: canEdit,
  run: () => {
    const { set } = useEditChoice.getState();
    lookAtTable();
    putFrameDown();
    if (hasMask(session.document)) set({ maskIntent: 'vary' });
    else set({ varying: editMode() !== 'vary' });
  },
};

export const variationsAction: Action = {
  id: 'variations',
  label: 'Variations',
  group: 'Edit',
  enabled: () => canEdit() && canVaryNoise(session.document),
  run: generateVariations,
  whyNot: 'Only of a picture as it was generated. “Vary” works on all.',
};

export const EDIT_ACTIONS: readonly Action[] = [
  previousCandidateAction,
  nextCandidateAction,
  acceptAction,
  discardAction,
  moreAction,
  dropAction,
  keepAction,
  expandAction,
  putBackAction,
  varyAction,
  variationsAction,
  invertMaskAction,
  clearMaskAction,
  growMaskAction,
  shrinkMaskAction,
];
