import { canRedo, canUndo } from '../editor/history';
import { shownBounds } from '../editor/document';
import { nextBrushSize } from '../editor/tools/brush';
import type { ToolName } from '../editor/tools/tool';
import { nextStop } from '../editor/view';
import { session } from '../editor/editor';
import { hand } from '../editor/hand';
import { useRoute } from '../shell/route';
import type { Action } from './action';

const hasArtwork = () => shownBounds(session.document) !== null && useRoute.getState().screen === 'canvas';
/** What waits for a decision, and what is forming, must not change underneath. */
export const canEdit = () => hasArtwork() && !session.document.staging && !session.state.forming;

export const undoAction: Action = {
  id: 'undo',
  label: 'Undo',
  group: 'Edit',
  shortcuts: ['Mod+Z'],
  enabled: () => canUndo(session.state.history) && useRoute.getState().screen === 'canvas',
  // What the hand is about to do is what has been done last: it is taken back first, and nothing else.
  run: () => {
    if (!hand.cancel()) session.undo();
  },
};

export const redoAction: Action = {
  id: 'redo',
  label: 'Redo',
  group: 'Edit',
  shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
  enabled: () => canRedo(session.state.history) && useRoute.getState().screen === 'canvas',
  run: () => {
    if (!hand.cancel()) session.redo();
  },
};

/** Goes to a step of the history, by its place in the list. */
export function goToStep(index: number): void {
  hand.cancel();
  session.goTo(index);
}

function toolAction(tool: ToolName, label: string, shortcut: string): Action {
  return {
    id: `tool-${tool}`,
    label,
    group: 'Tools',
    shortcuts: [shortcut],
    enabled: canEdit,
    get whyNot() {
      const isEmpty = shownBounds(session.document) === null && useRoute.getState().screen === 'canvas';
      return isEmpty ? `${label}: make or open a picture first` : undefined;
    },
    run: () => hand.take(tool),
  };
}

export const TOOL_ACTIONS: readonly { tool: ToolName; action: Action }[] = [
  { tool: 'hand', action: toolAction('hand', 'Move and expand', 'V') },
  { tool: 'frame', action: toolAction('frame', 'Frame', 'G') },
  { tool: 'brush', action: toolAction('brush', 'Mask brush', 'B') },
  { tool: 'eraser', action: toolAction('eraser', 'Mask eraser', 'E') },
  { tool: 'rectangle', action: toolAction('rectangle', 'Mask rectangle', 'M') },
  { tool: 'lasso', action: toolAction('lasso', 'Mask lasso', 'O') },
];

function brushSizeAction(id: string, label: string, shortcut: string, direction: 1 | -1): Action {
  return {
    id,
    label,
    group: 'Tools',
    shortcuts: [shortcut],
    enabled: () => canEdit() && (session.state.tool === 'brush' || session.state.tool === 'eraser'),
    run: () => {
      const { brush } = session.state;
      session.set({ brush: { ...brush, size: nextBrushSize(brush.size, direction) } });
    },
  };
}

const largerBrushAction = brushSizeAction('larger-brush', 'Larger brush', ']', 1);
const smallerBrushAction = brushSizeAction('smaller-brush', 'Smaller brush', '[', -1);

const view = (id: string, label: string, shortcuts: readonly string[], run: () => void): Action => ({
  id,
  label,
  group: 'View',
  shortcuts,
  enabled: hasArtwork,
  run,
});

export const zoomInAction = view('zoom-in', 'Zoom in', ['+', '='], () =>
  session.camera.zoomTo(nextStop(session.state.view.zoom, 1)),
);
export const zoomOutAction = view('zoom-out', 'Zoom out', ['-'], () =>
  session.camera.zoomTo(nextStop(session.state.view.zoom, -1)),
);
export const zoomToFitAction = view('zoom-to-fit', 'Zoom to fit', ['0'], () => session.showAll());
const actualSizeAction = view('actual-size', 'Actual size', ['1'], () => session.camera.showActualSize());

export const EDITOR_ACTIONS: readonly Action[] = [
  undoAction,
  redoAction,
  ...TOOL_ACTIONS.map(({ action }) => action),
  largerBrushAction,
  smallerBrushAction,
  zoomInAction,
  zoomOutAction,
  zoomToFitAction,
  actualSizeAction,
];
