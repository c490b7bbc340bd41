import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface PopoverButtonProps {
  /** The accessible name of the button and of what it opens. */
  label: string;
  icon: LucideIcon;
  /** A number on the icon, and what it means in words. */
  count?: number;
  countText?: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  onOpenChange?: (open: boolean) => void;
  children: ReactNode | ((close: () => void) => ReactNode);
}
