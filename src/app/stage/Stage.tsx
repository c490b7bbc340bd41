import { useEffect, useLayoutEffect, useRef } from 'react';
import { attachGestures } from '../../editor/gestures/attach';
import { readPalette } from '../../editor/render/palette';
import { Renderer } from '../../editor/render/renderer';
import { rectToScreen } from '../../editor/view';
import { shownBounds } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { session, useEditor } from '../../editor/editor';
import { hand, recognizer } from '../../editor/hand';
import { PHONE_SCREEN } from '../../shell/layout';
import { motionAllowed } from '../../ui/motion';
import type { FreeArea } from '../useFreeArea';
import { Handles } from './Handles';
import { SizeBadge } from './SizeBadge';
import { useStageLabel } from './useStageLabel';
import styles from './Stage.module.css';

interface StageProps {
  /** The part of the stage over which nothing floats, in CSS pixels from the stage's corner. */
  free: FreeArea | null;
}

/** The table with the picture on it. It fills the window; panels float over its margins. */
export function Stage({ free }: StageProps) {
  const surface = useRef<HTMLDivElement>(null);
  const art = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const cursor = useEditor((state) => state.cursor);
  const label = useStageLabel();
  useStageSize(free);
  useToolKeys();

  useLayoutEffect(() => {
    const element = surface.current;
    if (!element || !art.current || !over.current) return;
    const renderer = new Renderer(session, art.current, over.current, readPalette(element), motionAllowed);
    const resize = () =>
      renderer.resize({ width: element.clientWidth, height: element.clientHeight }, window.devicePixelRatio);
    session.camera.mayGlide = motionAllowed;
    const size = new ResizeObserver(resize);
    // It calls back for the size that there is, before the next paint.
    size.observe(element);
    const repaint = () => renderer.setPalette(readPalette(element));
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', repaint);
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const letGo = attachGestures(element, recognizer, hand.act);
    return () => {
      hand.cancel();
      letGo();
      theme.disconnect();
      dark.removeEventListener('change', repaint);
      size.disconnect();
      renderer.dispose();
    };
  }, []);

  return (
    <section className={styles.stage} aria-label="Canvas">
      <div
        ref={surface}
        className={styles.surface}
        style={{ cursor }}
        onPointerLeave={() => session.set({ pointer: null })}
      >
        <Paper />
        <canvas ref={art} className={styles.canvas} role={label ? 'img' : undefined} aria-label={label ?? undefined} />
        <canvas ref={over} className={styles.canvas} aria-hidden />
        <SizeBadge />
        <Handles />
      </div>
    </section>
  );
}

/** The shadow under the picture. */
function Paper() {
  const view = useEditor((state) => state.view);
  const bounds = useEditor((state) =>
    state.forming?.alone ? state.forming.region : shownBounds(presentDocument(state)),
  );
  if (!bounds) return null;
  const { x, y, width, height } = rectToScreen(view, bounds);
  return <div className={styles.paper} style={{ left: x, top: y, width, height }} />;
}

/** CSS pixels that the tools take at the left of the open part, where they stand upright on it. */
const RAIL = 52;

/** CSS pixels of a phone's height: its browser's own bars take less, a keyboard more. */
const KEYBOARD = 250;

/** Tells the editor how large the stage is and what covers it. */
function useStageSize(free: FreeArea | null): void {
  useEffect(() => {
    if (!free) return;
    const { stage } = free;
    const rail = matchMedia(PHONE_SCREEN).matches ? 0 : RAIL;
    const insets = {
      top: free.y,
      left: free.x + rail,
      right: stage.width - free.x - free.width,
      bottom: stage.height - free.y - free.height,
    };
    session.resize(stage, insets, !isTyping());
  }, [free]);
}

/**
 * The keyboard of a phone comes and goes with every word, and the prompt grows with them: the picture stays for both. A field that
 * has the focus on a phone without the keyboard is not typed in.
 */
function isTyping(): boolean {
  if (!document.activeElement?.matches('input, textarea')) return false;
  const taken = screen.height - (visualViewport?.height ?? innerHeight);
  return taken > KEYBOARD || !matchMedia('(pointer: coarse)').matches;
}

/** Where arrow keys and Delete have a meaning of their own. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [data-handle], [role=menu], [role=listbox], [role=dialog], [role=combobox]';

/** Arrow keys and Delete go to the tool in the hand first: they move the frame before they go through the results. */
function useToolKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, metaKey, target } = event;
      if (event.defaultPrevented || (target instanceof Element && target.closest(OWN_KEYS))) return;
      if (!hand.key({ key, shift: shiftKey, ctrl: ctrlKey || metaKey })) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
