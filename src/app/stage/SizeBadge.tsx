import { useMemo } from 'react';
import { rectToScreen } from '../../editor/view';
import { activeFrame, presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { expansionArea, planExpansion, planFrame } from '../../jobs/editPlan';
import { STARTER } from '../../protocol/starter';
import { useModel } from '../../engineState/model';
import { useKnown } from './useKnown';
import styles from './Stage.module.css';

/** CSS pixels: half of the widest badge, its height, its distance from the edge. */
const HALF = 110;
const HEIGHT = 24;
const AWAY = 22;

/** Below the rectangle where there is room, else above it, else inside at its top. */
function placeBeside(y: number, height: number, from: number, to: number): number {
  if (y + height + AWAY + HEIGHT <= to) return Math.max(y + height + AWAY, from);
  if (y - AWAY - HEIGHT >= from) return y - AWAY - HEIGHT;
  return Math.max(y + AWAY / 2, from + AWAY / 2);
}

/** Under what is being prepared: its size in picture pixels, and how often the model has to run for it. */
export function SizeBadge() {
  const view = useEditor((state) => state.view);
  const window = useEditor((state) => state.window);
  const insets = useEditor((state) => state.insets);
  const target = useEditor((state) => state.target);
  const frame = useEditor(activeFrame);
  const artwork = useEditor((state) => presentDocument(state).bounds);
  const busy = useEditor((state) => state.forming !== null || presentDocument(state).staging !== null);
  const rule = useModel((state) => state.card?.size ?? STARTER.size);
  const area = useMemo(() => target && artwork && expansionArea(artwork, target, rule), [target, artwork, rule]);
  const known = useKnown(area?.region ?? frame);
  const plan = useMemo(() => {
    if (area) return planExpansion(known, area, rule);
    return frame && planFrame(known, frame, rule);
  }, [area, frame, known, rule]);
  const rect = target ?? frame;
  if (!rect || !plan || busy) return null;
  const { x, y, width, height } = rectToScreen(view, rect);
  const left = Math.min(Math.max(x + width / 2, HALF), window.width - HALF);
  const top = placeBeside(y, height, insets.top, window.height - insets.bottom);
  const { passes } = plan;
  const differs = frame && (frame.width !== plan.window.width || frame.height !== plan.window.height);
  return (
    <div className={styles.badge} style={{ left, top }} aria-live="polite">
      {rect.width} × {rect.height}
      <span className={styles.soft}>
        {differs && ` · model ${plan.window.width} × ${plan.window.height}`}
        {` · ${passes} ${passes === 1 ? 'pass' : 'passes'}`}
      </span>
    </div>
  );
}
