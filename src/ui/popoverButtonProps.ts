import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface PopoverButtonProps {
  /** The accessible name of the button and of what it opens. */
  label: string;
  icon: LucideIcon;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  children: ReactNode | ((close: () => void) => ReactNode);
}
