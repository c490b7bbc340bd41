import { presentDocument } from '../editor/editorState';
import { useEditor } from '../editor/editor';
import type { Job } from '../jobs/job';
import { shownJob, useJobs } from '../jobs/jobs';

/** The job that the person sees at work on the table; null while none is, or they look at something else. */
export function useShownJob(): Job | null {
  const document = useEditor(presentDocument);
  return useJobs((state) => shownJob(state, document));
}
