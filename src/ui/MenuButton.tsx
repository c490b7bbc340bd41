import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { Fragment } from 'react';
import { IconButton } from './Button';
import styles from './menu.module.css';
import { popupLandmark } from './popupLandmark';

export interface MenuChoice {
  label: string;
  icon: LucideIcon;
  disabled?: boolean;
  /** A line above it. */
  separate?: boolean;
  onChoose: () => void;
}

interface MenuButtonProps {
  /** The accessible name of the button and of its menu. */
  label: string;
  icon: LucideIcon;
  choices: readonly MenuChoice[];
}

/** An icon that opens a short menu. */
export function MenuButton({ label, icon: Icon, choices }: MenuButtonProps) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        render={
          <IconButton label={label}>
            <Icon size={16} aria-hidden />
          </IconButton>
        }
      />
      <Menu.Portal {...popupLandmark(label)}>
        <Menu.Positioner className={styles.positioner} sideOffset={4} align="end" collisionPadding={8}>
          <Menu.Popup className={styles.popup} aria-label={label}>
            {choices.map(({ label: words, icon: Sign, disabled, separate, onChoose }) => (
              <Fragment key={words}>
                {separate && <Menu.Separator className={styles.separator} />}
                <Menu.Item className={styles.item} disabled={disabled} onClick={onChoose}>
                  <Sign size={16} aria-hidden />
                  {words}
                </Menu.Item>
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
