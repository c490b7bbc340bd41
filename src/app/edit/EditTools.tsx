import { presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { CandidatesBar } from './CandidatesBar';
import { EditBar } from './EditBar';

/** The bar under the picture: what is being prepared, or what waits for a decision. */
export default function EditTools() {
  const staged = useEditor((state) => presentDocument(state).staging !== null);
  const covered = useEditor((state) => state.forming?.alone === true);
  if (staged) return <CandidatesBar />;
  return covered ? null : <EditBar />;
}
