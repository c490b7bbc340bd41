import { Brush, Eraser, Frame, Lasso, Move, Ratio, Shuffle, SquareDashed, WandSparkles } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { varyAction } from '../../actions/editActions';
import { TOOL_ACTIONS } from '../../actions/editorActions';
import type { ToolName } from '../../editor/tools/tool';
import { useEditor } from '../../editor/editor';
import { useEditMode } from '../../jobs/editMode';
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

/** Where popups open. */
const SIDES = { rail: 'bottom', row: 'top', pairs: 'bottom' } as const;

interface ToolRailProps {
  /** Upright on the stage; on a phone in a row above the dock, or in pairs beside the picture where it is held across. */
  look?: 'rail' | 'row' | 'pairs';
}

/** The tools, one of them in the hand, and what can be done with the whole picture. */
export default function ToolRail({ look = 'rail' }: ToolRailProps) {
  const tool = useEditor((state) => state.tool);
  const mode = useEditMode();
  return (
    <div
      className={`${styles.tools} ${styles[look]}`}
      role="toolbar"
      aria-label="Tools"
      aria-orientation={look === 'row' ? 'horizontal' : 'vertical'}
    >
      {TOOL_ACTIONS.map(({ tool: name, action }) => (
        <ActionButton key={name} action={action} icon={ICONS[name]} pressed={tool === name} />
      ))}
      <div className={styles.line} />
      <PopoverButton label="Expand to a shape" icon={Ratio} side={SIDES[look]} align="start">
        <ShapeChooser />
      </PopoverButton>
      <ActionButton action={varyAction} icon={WandSparkles} pressed={mode === 'vary'} />
      <PopoverButton label="Variations" icon={Shuffle} side={SIDES[look]} align="start">
        {(close) => <VariationsChooser close={close} />}
      </PopoverButton>
      {look !== 'rail' && <HistoryButton side={SIDES[look]} />}
    </div>
  );
}
