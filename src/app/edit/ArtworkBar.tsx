import { Bookmark, Copy } from 'lucide-react';
import { copyArtworkAction, downloadArtworkAction, keepArtworkAction } from '../../actions/artworkActions';
import { shownBounds, shownWords } from '../../editor/document';
import type { ArtDocument } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { ActionButton } from '../ActionButton';
import { DownloadButton } from '../results/DownloadButton';
import bar from '../results/ResultBar.module.css';

/** The picture on the table when it is none of the results: edited, or opened from a file. */
export default function ArtworkBar() {
  const document = useEditor(presentDocument);
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
          <DownloadButton action={downloadArtworkAction} />
        </div>
      </div>
    </section>
  );
}

function stateOf({ staging, lastEdit }: ArtDocument): string {
  if (staging) return 'not accepted yet';
  return lastEdit ? 'edited' : 'opened';
}
