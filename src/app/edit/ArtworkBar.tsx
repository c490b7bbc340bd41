import { Bookmark, Copy, Download } from 'lucide-react';
import { copyArtworkAction, downloadArtworkAction, keepArtworkAction } from '../../actions/artworkActions';
import { shownBounds, shownWords } from '../../editor/document';
import type { ArtDocument } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { Button } from '../../ui/Button';
import { ActionButton } from '../ActionButton';
import bar from '../results/ResultBar.module.css';
import { useAction } from '../useAction';

/** The picture on the table when it is none of the results: edited, or opened from a file. */
export default function ArtworkBar() {
  const document = useEditor(presentDocument);
  const download = useAction(downloadArtworkAction);
  const bounds = shownBounds(document);
  if (!bounds) return null;
  return (
    <section className={bar.bar} aria-label="Picture">
      <div className={bar.head}>
        <div className={bar.words}>
          <p className={bar.prompt}>{shownWords(document) || 'Picture'}</p>
          <p className={bar.facts}>
            {bounds.width} × {bounds.height} · {stateOf(document)}
          </p>
        </div>
        <div className={bar.buttons}>
          <ActionButton action={copyArtworkAction} icon={Copy} />
          <ActionButton action={keepArtworkAction} icon={Bookmark} />
          <Button look="soft" className={bar.download} aria-label="Download" onClick={download.run}>
            <Download size={16} aria-hidden />
            <span className={bar.downloadText}>Download</span>
          </Button>
        </div>
      </div>
    </section>
  );
}

function stateOf({ staging, lastEdit }: ArtDocument): string {
  if (staging) return 'not accepted yet';
  return lastEdit ? 'edited' : 'opened';
}
