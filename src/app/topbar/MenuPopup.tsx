import { Menu } from '@base-ui/react/menu';
import { Fragment, useRef, useState, type KeyboardEvent } from 'react';
import type { Action } from '../../actions/action';
import { ACTIONS } from '../../actions/allActions';
import { useRoute } from '../../shell/route';
import { useAction } from '../useAction';
import menu from '../../ui/menu.module.css';
import { popupLandmark } from '../../ui/popupLandmark';
import styles from './MenuPopup.module.css';

/** Commands that make sense in a list only of keys, not in a menu. */
const NOT_IN_MENU = new Set(['generate', 'cancel', 'focus-prompt', 'older', 'newer', 'expand', 'put-back']);
/** Left out while there is nothing of the kind: they are about something rare. */
const RARE = new Set(['update']);
/** These have bars of their own. */
const OTHER_GROUPS = new Set(['Tools', 'Candidates', 'Mask']);

/**
 * Commands of one name do the same with a result and with what has become of it: the one that can be given now stands for both.
 * Those on a result are left out while none is shown, and rare ones while they can't be given.
 */
function byName(actions: readonly Action[]): Action[] {
  const named = new Map<string, Action>();
  for (const action of actions) {
    const possible = (action.group !== 'Result' && !RARE.has(action.id)) || action.enabled();
    if (possible && !named.get(action.label)?.enabled()) named.set(action.label, action);
  }
  return [...named.values()];
}

interface MenuPopupProps {
  anchor: HTMLElement;
  onClose: () => void;
}

/** All commands, in the groups of their table. In the gallery only those that are not about what lies on the canvas. */
export default function MenuPopup({ anchor, onClose }: MenuPopupProps) {
  const onCanvas = useRoute((state) => state.screen === 'canvas');
  const groups = Map.groupBy(
    byName(
      ACTIONS.filter(
        ({ id, group }) => !NOT_IN_MENU.has(id) && !OTHER_GROUPS.has(group) && (onCanvas || group === 'Help'),
      ),
    ),
    ({ group }) => group,
  );
  const [open, setOpen] = useState(true);
  const popup = useRef<HTMLDivElement>(null);
  const focusFirst = () => popup.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled])')?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    // The library knows no button of this menu, and would leave the focus on a guard of its own.
    if (event.key !== 'Tab') return;
    event.preventDefault();
    setOpen(false);
  };
  return (
    <Menu.Root
      open={open}
      onOpenChange={setOpen}
      modal={false}
      onOpenChangeComplete={(isOpen) => {
        if (isOpen) focusFirst();
        else onClose();
      }}
    >
      <Menu.Portal {...popupLandmark('Menu')}>
        <Menu.Positioner anchor={anchor} className={menu.positioner} sideOffset={6} align="start" collisionPadding={8}>
          <Menu.Popup
            ref={popup}
            className={menu.popup}
            aria-label="Menu"
            finalFocus={() => anchor}
            onKeyDown={onKeyDown}
          >
            {[...groups].map(([group, actions], i) => (
              <Fragment key={group}>
                {i > 0 && <Menu.Separator className={menu.separator} />}
                {actions.map((action) => (
                  <MenuItem key={action.id} action={action} />
                ))}
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function MenuItem({ action }: { action: Action }) {
  const { label, shortcut, enabled, run } = useAction(action);
  return (
    <Menu.Item className={`${menu.item} ${styles.item}`} disabled={!enabled} onClick={run}>
      {label}
      <span className={styles.shortcut}>{shortcut}</span>
    </Menu.Item>
  );
}
