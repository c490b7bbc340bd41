import { contains } from '../geometry/rect';
import { session } from '../editor/editor';
import { formingOf } from './job';
import { jobs, shownJob } from './jobs';

/**
 * The stage shows what the job that the person sees is forming. The queue alone knows it; the session's `forming` follows, for as
 * long as the page lives. Returns the way to stop.
 */
export function followForming(): () => void {
  let seen: string | null = null;
  const look = () => {
    const job = shownJob(jobs.store.getState(), session.document);
    const forming = job ? (formingOf(job)?.seen ?? null) : null;
    const before = seen;
    seen = forming && job ? job.id : null;
    if (forming === session.state.forming) return;
    session.set({ forming });
    if (!forming || seen === before) return;
    const { bounds } = session.document;
    if (forming.alone) session.showAll();
    // What is made beside the picture may be out of sight; what is made within it is where the person has just worked.
    else if (bounds && !contains(bounds, forming.region)) session.reveal(forming.region);
  };
  const stops = [jobs.store.subscribe(look), session.subscribe(look)];
  return () => stops.forEach((stop) => stop());
}
