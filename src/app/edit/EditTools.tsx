import { presentDocument } from '../../editor/editorState';
import { PHONE_SCREEN } from '../../stores/layout';
import { useEditor } from '../../stores/editor';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { CandidatesBar } from './CandidatesBar';
import { EditBar } from './EditBar';
import ToolRail from './ToolRail';

/** What floats over the table once a picture lies on it. */
export default function EditTools() {
  const staged = useEditor((state) => presentDocument(state).staging !== null);
  const forming = useEditor((state) => state.forming !== null);
  const phone = useMediaQuery(PHONE_SCREEN);
  if (staged) return <CandidatesBar />;
  if (forming) return null;
  return (
    <>
      {!phone && <ToolRail />}
      <EditBar />
    </>
  );
}
