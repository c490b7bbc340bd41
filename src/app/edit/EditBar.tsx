import { BrushCleaning, Contrast, Expand, RotateCcw, Shrink, Undo2, X } from 'lucide-react';
import {
  clearMaskAction,
  growMaskAction,
  invertMaskAction,
  putBackAction,
  shrinkMaskAction,
  varyAction,
} from '../../actions/editActions';
import { hasMask, withFrame } from '../../editor/document';
import { activeFrame, presentDocument } from '../../editor/editorState';
import { frameAround } from '../../editor/tools/frame';
import { toolContext } from '../../editor/editorState';
import { covers } from '../../geometry/rect';
import { session, useEditor } from '../../editor/editor';
import { useEditChoice, useEditMode } from '../../jobs/editMode';
import type { MaskIntent } from '../../jobs/editMode';
import { Button } from '../../ui/Button';
import { InlineSlider } from '../../ui/InlineSlider';
import { Segmented } from '../../ui/Segmented';
import { ActionButton } from '../ActionButton';
import { useKnown } from '../stage/useKnown';
import { Strength } from './Strength';
import styles from './edit.module.css';

const INTENTS: readonly { value: MaskIntent; label: string; tip: string }[] = [
  { value: 'fill', label: 'Fill', tip: 'Paint what the prompt says, starting from what is there' },
  { value: 'replace', label: 'Replace', tip: 'Paint what the prompt says, keeping nothing of what is there' },
  { value: 'remove', label: 'Remove', tip: 'Go on with what is around it' },
  { value: 'vary', label: 'Vary', tip: 'Change what is there a little' },
];

/** The settings of what is being prepared: a mask, an expansion, a variation, the frame, the brush. */
export function EditBar() {
  const mode = useEditMode();
  const tool = useEditor((state) => state.tool);
  const masked = useEditor((state) => hasMask(presentDocument(state)));
  const brushing = tool === 'brush' || tool === 'eraser';
  if (mode === 'expand') {
    return (
      <Bar label="Expansion">
        <Button onClick={() => void putBackAction.run()}>
          <Undo2 size={16} aria-hidden />
          Put back
        </Button>
      </Bar>
    );
  }
  if (mode === 'frame') return <FrameBar />;
  if (masked) return <MaskBar brushing={brushing} />;
  if (brushing) {
    return (
      <Bar label="Brush">
        <BrushSettings />
      </Bar>
    );
  }
  return mode === 'vary' ? <VaryBar /> : null;
}

interface BarProps {
  label: string;
  /** Its parts lie one above the other. */
  stacked?: boolean;
  children: React.ReactNode;
}

function Bar({ label, stacked, children }: BarProps) {
  return (
    <div className={`${styles.bar} ${stacked ? styles.stacked : ''}`} role="group" aria-label={label}>
      {children}
    </div>
  );
}

function MaskBar({ brushing }: { brushing: boolean }) {
  const { maskIntent, strength, set } = useEditChoice();
  const adjustable = maskIntent === 'fill' || maskIntent === 'vary' ? maskIntent : null;
  return (
    <Bar label="Mask" stacked={brushing}>
      {brushing && (
        <div className={styles.unit}>
          <BrushSettings />
        </div>
      )}
      <div className={styles.unit}>
        <Segmented
          label="What to do"
          value={maskIntent}
          choices={INTENTS}
          onChange={(next) => set({ maskIntent: next })}
        />
        {adjustable && (
          <Strength
            value={strength[adjustable]}
            onChange={(next) => set({ strength: { ...strength, [adjustable]: next } })}
          />
        )}
        <div className={styles.buttons}>
          <ActionButton action={invertMaskAction} icon={Contrast} />
          <ActionButton action={growMaskAction} icon={Expand} />
          <ActionButton action={shrinkMaskAction} icon={Shrink} />
          <ActionButton action={clearMaskAction} icon={BrushCleaning} />
        </div>
      </div>
    </Bar>
  );
}

function VaryBar() {
  const { strength, set } = useEditChoice();
  return (
    <Bar label="Variation">
      <Strength value={strength.vary} onChange={(vary) => set({ strength: { ...strength, vary } })} />
      <Button onClick={() => void varyAction.run()}>
        <X size={16} aria-hidden />
        Stop varying
      </Button>
    </Bar>
  );
}

/** The slider goes by powers, so that small brushes can be set as finely as large ones. */
const POWER = 2;
const LARGEST = 500;

function BrushSettings() {
  const brush = useEditor((state) => state.brush);
  const set = (change: Partial<typeof brush>) => session.set({ brush: { ...brush, ...change } });
  return (
    <>
      <InlineSlider
        label="Size"
        value={Math.round(100 * (brush.size / LARGEST) ** (1 / POWER))}
        min={5}
        max={100}
        text={`${brush.size} px`}
        onChange={(next) => set({ size: Math.max(1, Math.round(LARGEST * (next / 100) ** POWER)) })}
      />
      <InlineSlider
        label="Softness"
        value={Math.round(brush.softness * 100)}
        min={0}
        max={100}
        step={5}
        text={`${Math.round(brush.softness * 100)} %`}
        onChange={(next) => set({ softness: next / 100 })}
      />
    </>
  );
}

function FrameBar() {
  const model = useEditor((state) => state.model);
  const { strength, set } = useEditChoice();
  const frame = useEditor(activeFrame);
  const known = useKnown(frame);
  const covered = frame !== null && covers(known, frame);
  const reset = () => {
    const native = frameAround(session.middle(), toolContext(session.state));
    session.commit(withFrame(session.document, native), 'Place frame');
  };
  return (
    <Bar label="Frame">
      {covered && <Strength value={strength.vary} onChange={(vary) => set({ strength: { ...strength, vary } })} />}
      <Button data-tip="The model’s own size, in the middle of the view" onClick={reset}>
        <RotateCcw size={16} aria-hidden />
        Reset to {model.native.width} × {model.native.height}
      </Button>
      <Button onClick={() => session.commit(withFrame(session.document, null), 'Remove frame')}>
        <X size={16} aria-hidden />
        Remove frame
      </Button>
    </Bar>
  );
}
