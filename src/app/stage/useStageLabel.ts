import { shownBounds, shownWords } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { useEditor } from '../../editor/editor';
import { activeJob } from '../../jobs/jobQueue';
import { useJobs } from '../../jobs/jobs';

/** What a screen reader says of what lies on the table; null while it is empty. */
export function useStageLabel(): string | null {
  const document = useEditor(presentDocument);
  const forming = useEditor((state) => state.forming !== null);
  const step = useJobs((queue) => {
    const state = activeJob(queue)?.state;
    return state && 'step' in state ? state.step?.step : undefined;
  });
  if (forming) return step === undefined ? 'Forming' : `Forming, step ${step}`;
  const bounds = shownBounds(document);
  if (!bounds) return null;
  const words = shownWords(document) || 'Picture';
  return `${words}, ${bounds.width} by ${bounds.height} pixels`;
}
