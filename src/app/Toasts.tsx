import { Suspense, useState } from 'react';
import { useNotices } from '../shell/notices';
import { later } from '../ui/later';

const Toaster = later(() => import('./Toaster'));

/** The place of notices. Its code is fetched with the first of them. */
export function Toasts() {
  const wanted = useNotices((state) => state.waiting.length > 0);
  const [mounted, setMounted] = useState(false);
  if (wanted && !mounted) setMounted(true);
  return <Suspense>{mounted && <Toaster />}</Suspense>;
}
