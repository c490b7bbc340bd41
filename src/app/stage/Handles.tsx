import type { KeyboardEvent } from 'react';
import { generateAction } from '../../actions/generateActions';
import { expandByKey } from '../../geometry/expand';
import type { Handle } from '../../geometry/expand';
import { equals } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { presentDocument, toolContext } from '../../editor/editorState';
import type { EditorState } from '../../editor/editorState';
import { expandPress } from '../../editor/tools/hand';
import { arrowOf } from '../../editor/tools/tool';
import { rectToScreen } from '../../editor/view';
import { session, useEditor } from '../../editor/editor';
import styles from './Handles.module.css';

/** In the order of the Tab key: around the picture. */
const HANDLES: readonly { handle: Handle; name: string; x: -1 | 0 | 1; y: -1 | 0 | 1 }[] = [
  { handle: 'left', name: 'Expand left', x: -1, y: 0 },
  { handle: 'topLeft', name: 'Expand top left', x: -1, y: -1 },
  { handle: 'top', name: 'Expand top', x: 0, y: -1 },
  { handle: 'topRight', name: 'Expand top right', x: 1, y: -1 },
  { handle: 'right', name: 'Expand right', x: 1, y: 0 },
  { handle: 'bottomRight', name: 'Expand bottom right', x: 1, y: 1 },
  { handle: 'bottom', name: 'Expand bottom', x: 0, y: 1 },
  { handle: 'bottomLeft', name: 'Expand bottom left', x: -1, y: 1 },
];

/** CSS pixels from the picture's edge to the middle of a handle. */
const OUT = 11;
/** A handle keeps this far from the window's edge, so that it can be reached when the picture's edge can't. */
const KEEP = 16;

/** What an expansion would start from, or null while edges can't be pulled. */
function pullable(state: EditorState): Rect | null {
  const { bounds, staging } = presentDocument(state);
  if (!bounds || staging || state.forming) return null;
  return state.tool === 'hand' || state.target ? (state.target ?? bounds) : null;
}

/** The picture's edges and corners as things to take hold of, by pointer, finger or keyboard. */
export function Handles() {
  const rect = useEditor(pullable);
  const view = useEditor((state) => state.view);
  const window = useEditor((state) => state.window);
  const held = useEditor((state) => state.held);
  if (!rect || window.width === 0) return null;
  const place = rectToScreen(view, rect);
  return HANDLES.map(({ handle, name, x, y }) => (
    <button
      key={handle}
      type="button"
      className={styles.handle}
      data-handle={handle}
      data-held={held === handle || undefined}
      aria-label={name}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Enter Escape"
      style={{
        left: at(place.x, place.width, x, window.width),
        top: at(place.y, place.height, y, window.height),
      }}
      onKeyDown={(event) => onKey(event, handle)}
    />
  ));
}

/** Along one axis: beside the edge, or in the middle of the part of it that is in the window. */
function at(start: number, length: number, side: -1 | 0 | 1, room: number): number {
  const end = start + length;
  const wanted = side < 0 ? start - OUT : side > 0 ? end + OUT : (Math.max(start, 0) + Math.min(end, room)) / 2;
  return Math.min(Math.max(wanted, KEEP), room - KEEP);
}

/** Arrow keys move the edge by a grid step, with Ctrl finely; Enter generates. */
function onKey(event: KeyboardEvent, handle: Handle): void {
  if (event.key === 'Enter' && session.state.target) {
    event.preventDefault();
    if (!event.repeat) void generateAction.run();
    return;
  }
  const context = toolContext(session.state);
  const arrow = arrowOf(event.key);
  const press = expandPress(handle, context);
  if (!arrow || !press) return;
  event.preventDefault();
  const target = expandByKey(press, arrow, {
    fine: event.ctrlKey || event.metaKey,
    bothSides: event.shiftKey,
    keepAspect: event.altKey,
  });
  session.set({ target: equals(target, press.artwork) ? null : target });
  session.reveal(target);
}
