import { ListOrdered } from 'lucide-react';
import { Suspense, useState } from 'react';
import { isActive } from '../../jobs/job';
import { waitingJobs } from '../../jobs/jobQueue';
import { useJobs } from '../../jobs/jobs';
import { later } from '../../ui/later';
import { PopoverButton } from '../../ui/PopoverButton';

const QueueList = later(() => import('./QueueList'));

/** How many jobs wait, and the way to their list. There while something does, and while one that did not come to its end is kept. */
export function QueueButton() {
  const waiting = useJobs((state) => waitingJobs(state).length);
  const listed = useJobs((state) => state.unreadable > 0 || state.jobs.some((job) => !isActive(job)));
  const [open, setOpen] = useState(false);
  if (!listed && !open) return null;
  return (
    <PopoverButton
      label="Queue"
      icon={ListOrdered}
      count={waiting > 0 ? waiting : undefined}
      countText={waiting > 0 ? `${waiting} waiting` : undefined}
      side="top"
      align="end"
      onOpenChange={setOpen}
    >
      <Suspense>
        <QueueList />
      </Suspense>
    </PopoverButton>
  );
}
