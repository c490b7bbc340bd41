import { Tooltip } from '@base-ui/react/tooltip';
import styles from './Tips.module.css';

/** The tip itself, in a file of its own: the library's positioning is loaded at the first tip, not with the page. */
export default function TipPopup({ anchor }: { anchor: HTMLElement }) {
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner
          anchor={anchor}
          className={styles.positioner}
          sideOffset={6}
          side={anchor.dataset.tipSide === 'right' ? 'right' : 'bottom'}
          collisionPadding={8}
        >
          <Tooltip.Popup className={styles.tip} aria-hidden>
            {anchor.dataset.tip}
            {anchor.dataset.tipShortcut && <span className={styles.shortcut}>{anchor.dataset.tipShortcut}</span>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
