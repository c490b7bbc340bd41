import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { exportArtwork, exportName } from '../../actions/artworkActions';
import { saveFile } from '../../exchange/pictureFile';
import { EXPORT_TYPES } from '../../editor/pictureFiles';
import type { ExportType } from '../../editor/pictureFiles';
import { maskRect } from '../../editor/mask/edits';
import { shownBounds, shownForeign, shownRequest } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { intersect, isEmpty } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { toOutpaneError } from '../../protocol/errors';
import { session, useEditor } from '../../editor/editor';
import { useLayout } from '../../shell/layout';
import { reportProblem } from '../../shell/problem';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { InlineSlider } from '../../ui/InlineSlider';
import { Segmented } from '../../ui/Segmented';
import { SwitchRow } from '../../ui/SwitchRow';
import styles from './ExportDialog.module.css';

const types = Object.entries(EXPORT_TYPES).map(([value, { label }]) => ({ value: value as ExportType, label }));

/** The artwork as a file. */
export default function ExportDialog() {
  const close = () => useLayout.getState().set({ dialog: null });
  const document = useEditor(presentDocument);
  const selection = useSelection();
  const [type, setType] = useState<ExportType>('png');
  const [quality, setQuality] = useState(92);
  const [part, setPart] = useState<'all' | 'selection'>('all');
  const [settings, setSettings] = useState(true);
  const [saving, setSaving] = useState(false);
  const region = part === 'selection' ? selection : shownBounds(document);
  if (!region) return null;

  const save = async () => {
    if (saving) return;
    setSaving(true);
    try {
      saveFile(await exportArtwork({ type, quality: quality / 100, region, settings }), exportName(type));
    } catch (thrown) {
      reportProblem('storage', toOutpaneError(thrown));
    }
    close();
  };

  return (
    <Dialog title="Export" onClose={close}>
      <div className={styles.rows}>
        <Row label="Format">
          <Segmented label="Format" value={type} choices={types} onChange={setType} />
        </Row>
        {EXPORT_TYPES[type].lossy && (
          <Row label="Quality">
            <InlineSlider
              label="Quality"
              labelled
              value={quality}
              min={10}
              max={100}
              text={`${quality} %`}
              onChange={setQuality}
            />
          </Row>
        )}
        {selection && (
          <Row label="Part">
            <Segmented
              label="Part"
              value={part}
              choices={[
                { value: 'all', label: 'All' },
                { value: 'selection', label: 'Selection' },
              ]}
              onChange={setPart}
            />
          </Row>
        )}
        {(shownRequest(document) ?? shownForeign(document)) && (
          <SwitchRow label="With the settings that made it" checked={settings} onChange={setSettings} />
        )}
      </div>
      <div className={styles.foot}>
        <span className={styles.size}>
          {region.width} × {region.height} pixels
        </span>
        <Button look="accent" disabled={saving} onClick={() => void save()}>
          <Download size={16} aria-hidden />
          Save
        </Button>
      </div>
    </Dialog>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={styles.row}>
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}

/** What is selected of the artwork: the frame while it is in the hand, else what is masked. */
function useSelection(): Rect | null {
  const document = useEditor(presentDocument);
  const framing = useEditor((state) => state.tool === 'frame');
  const [masked, setMasked] = useState<Rect | null>(null);
  useEffect(() => {
    let wanted = true;
    maskRect(session.tiles, document)
      .then((rect) => wanted && setMasked(rect))
      .catch(session.report);
    return () => {
      wanted = false;
    };
  }, [document]);
  const selected = framing && document.frame ? document.frame : masked;
  const part = selected && document.bounds && intersect(selected, document.bounds);
  return part && !isEmpty(part) ? part : null;
}
