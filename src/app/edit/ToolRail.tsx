import { Brush, Eraser, Frame, Lasso, Move, Ratio, Shuffle, SquareDashed, WandSparkles } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { varyAction } from '../../actions/editActions';
import { TOOL_ACTIONS } from '../../actions/editorActions';
import type { ToolName } from '../../editor/tools/tool';
import { useEditor } from '../../stores/editor';
import { useEditMode } from '../../stores/editMode';
import { PopoverButton } from '../../ui/PopoverButton';
import { ActionButton } from '../ActionButton';
import { HistoryButton } from './HistoryButton';
import { ShapeChooser } from './ShapeChooser';
import { VariationsChooser } from './VariationsChooser';
import styles from './edit.module.css';

const ICONS: Record<ToolName, LucideIcon> = {
  hand: Move,
  frame: Frame,
  brush: Brush,
  eraser: Eraser,
  rectangle: SquareDashed,
  lasso: Lasso,
};

/** The tools, one of them in the hand, and what can be done with the whole picture. On a phone it lies above the dock. */
export default function ToolRail({ lying = false }: { lying?: boolean }) {
  const tool = useEditor((state) => state.tool);
  const mode = useEditMode();
  return (
    <div
      className={lying ? styles.lying : styles.rail}
      role="toolbar"
      aria-label="Tools"
      aria-orientation={lying ? 'horizontal' : 'vertical'}
    >
      {TOOL_ACTIONS.map(({ tool: name, action }) => (
        <ActionButton key={name} action={action} icon={ICONS[name]} pressed={tool === name} />
      ))}
      <div className={styles.line} />
      <PopoverButton label="Expand to a shape" icon={Ratio} side={lying ? 'top' : 'bottom'} align="start">
        <ShapeChooser />
      </PopoverButton>
      <ActionButton action={varyAction} icon={WandSparkles} pressed={mode === 'vary'} />
      <PopoverButton label="Variations" icon={Shuffle} side={lying ? 'top' : 'bottom'} align="start">
        {(close) => <VariationsChooser close={close} />}
      </PopoverButton>
      {lying && <HistoryButton side="top" />}
    </div>
  );
}
