import { Popover } from '@base-ui/react/popover';
import { useId, useRef, useState } from 'react';
import { IconButton } from './Button';
import { CountedIcon } from './CountedIcon';
import type { PopoverButtonProps } from './popoverButtonProps';
import styles from './PopoverRoot.module.css';

/** A PopoverButton from its first press on; it begins open. */
export default function PopoverRoot(props: PopoverButtonProps) {
  const { label, countText, align = 'center', side = 'bottom', onOpenChange, children } = props;
  const id = useId();
  // Where the focus goes back to: the button that was pressed first has been replaced by this one.
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(true);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Popover.Root open={open} onOpenChange={change} triggerId={id}>
      <Popover.Trigger
        ref={trigger}
        id={id}
        render={
          <IconButton label={label} aria-description={countText}>
            <CountedIcon {...props} />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side={side} align={align} sideOffset={8} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={label} finalFocus={trigger}>
            {typeof children === 'function' ? children(() => change(false)) : children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
