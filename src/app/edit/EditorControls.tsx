import { FileOutput, FolderOpen, Redo2, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { redoAction, undoAction, zoomInAction, zoomOutAction, zoomToFitAction } from '../../actions/editorActions';
import { exportAction, openPictureAction } from '../../actions/fileActions';
import { isBlank } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { PHONE_SCREEN } from '../../shell/layout';
import { Button } from '../../ui/Button';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { ActionButton } from '../ActionButton';
import { useAction } from '../useAction';
import styles from './EditorControls.module.css';
import { HistoryButton } from './HistoryButton';

/** Undo, redo and the way back through all steps. */
export default function EditorControls() {
  const blank = useEditor((state) => isBlank(presentDocument(state)));
  const phone = useMediaQuery(PHONE_SCREEN);
  return (
    <>
      <div className={styles.group}>
        <ActionButton action={undoAction} icon={Undo2} />
        <ActionButton action={redoAction} icon={Redo2} />
        {!phone && <HistoryButton />}
      </div>
      <div className={styles.space} />
      {!blank && !phone && (
        <div className={`${styles.group} ${styles.zoom}`}>
          <ActionButton action={zoomOutAction} icon={ZoomOut} />
          <Zoom />
          <ActionButton action={zoomInAction} icon={ZoomIn} />
        </div>
      )}
      <div className={styles.group}>
        <ActionButton action={openPictureAction} icon={FolderOpen} />
        {!blank && <ActionButton action={exportAction} icon={FileOutput} />}
      </div>
    </>
  );
}

/** How large the picture is shown; a click fits it. */
function Zoom() {
  const zoom = useEditor((state) => state.view.zoom);
  const { label, shortcut, run } = useAction(zoomToFitAction);
  return (
    <Button className={styles.percent} aria-label={label} data-tip={label} data-tip-shortcut={shortcut} onClick={run}>
      {Math.round(zoom * 100)} %
    </Button>
  );
}
