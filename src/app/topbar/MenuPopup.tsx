import { Menu } from '@base-ui/react/menu';
import { Fragment } from 'react';
import type { Action } from '../../actions/action';
import { ACTIONS } from '../../actions/table';
import { useRoute } from '../../stores/route';
import { useAction } from '../useAction';
import menu from '../../ui/menu.module.css';
import styles from './MenuPopup.module.css';

/** Commands that make sense in a list only of keys, not in a menu. */
const NOT_IN_MENU = new Set([
  'generate',
  'cancel',
  'focus-prompt',
  'older',
  'newer',
  'expand',
  'put-back',
  'download-artwork',
  'copy-artwork',
  'keep-artwork',
]);
/** These have bars of their own. */
const OTHER_GROUPS = new Set(['Tools', 'Candidates', 'Mask']);

interface MenuPopupProps {
  anchor: HTMLElement;
  onClose: () => void;
}

/** All commands, in the groups of their table. In the gallery only those that are not about what lies on the canvas. */
export default function MenuPopup({ anchor, onClose }: MenuPopupProps) {
  const onCanvas = useRoute((state) => state.screen === 'canvas');
  const groups = Map.groupBy(
    ACTIONS.filter(
      ({ id, group }) => !NOT_IN_MENU.has(id) && !OTHER_GROUPS.has(group) && (onCanvas || group === 'Help'),
    ),
    ({ group }) => group,
  );
  return (
    <Menu.Root defaultOpen modal={false} onOpenChangeComplete={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} className={menu.positioner} sideOffset={6} align="start" collisionPadding={8}>
          <Menu.Popup className={menu.popup} aria-label="Menu" finalFocus={() => anchor}>
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
