import { Popover } from '@base-ui/react/popover';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from './Button';
import styles from './PopoverButton.module.css';

interface PopoverButtonProps {
  /** The accessible name of the button and of what it opens. */
  label: string;
  icon: LucideIcon;
  /** The button shows its name, too. */
  words?: boolean;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  children: ReactNode;
}

/** A button that opens a small surface with controls on it. */
export function PopoverButton({
  label,
  icon: Icon,
  words,
  align = 'center',
  side = 'bottom',
  children,
}: PopoverButtonProps) {
  const icon = <Icon size={16} aria-hidden />;
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          words ? (
            <Button>
              {icon}
              {label}
            </Button>
          ) : (
            <IconButton label={label}>{icon}</IconButton>
          )
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side={side} align={align} sideOffset={8} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={label}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
