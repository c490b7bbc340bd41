import { Popover } from '@base-ui/react/popover';
import { useId, useRef, useState } from 'react';
import { IconButton } from './Button';
import type { PopoverButtonProps } from './popoverButtonProps';
import styles from './PopoverRoot.module.css';

/** A PopoverButton from its first press on; it begins open. */
export default function PopoverRoot(props: PopoverButtonProps) {
  const { label, icon: Icon, align = 'center', side = 'bottom', children } = props;
  const id = useId();
  // Where the focus goes back to: the button that was pressed first has been replaced by this one.
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root open={open} onOpenChange={setOpen} triggerId={id}>
      <Popover.Trigger
        ref={trigger}
        id={id}
        render={
          <IconButton label={label}>
            <Icon size={16} aria-hidden />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side={side} align={align} sideOffset={8} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={label} finalFocus={trigger}>
            {typeof children === 'function' ? children(() => setOpen(false)) : children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
