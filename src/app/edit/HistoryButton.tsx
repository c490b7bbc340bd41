import { History } from 'lucide-react';
import { Suspense } from 'react';
import { later } from '../../ui/later';
import { PopoverButton } from '../../ui/PopoverButton';

const HistoryList = later(() => import('./HistoryList'));

/** Opens the list of all steps. */
export function HistoryButton({ side = 'bottom' }: { side?: 'top' | 'bottom' }) {
  return (
    <PopoverButton label="History" icon={History} side={side} align="start">
      <Suspense>
        <HistoryList />
      </Suspense>
    </PopoverButton>
  );
}
