import { Menu as MenuIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { part } from '../../platform/part';
import { pwaStore } from '../../pwa/updateState';
import { NARROW_SCREEN } from '../../shell/layout';
import { IconButton } from '../../ui/Button';
import { useMediaQuery } from '../../ui/useMediaQuery';
import styles from './TopBar.module.css';

const load = part(() => import('./MenuPopup'));
const MenuPopup = lazy(load);

/** The menu's button is there at once; the menu's own code comes when the pointer or the focus nears it. */
export function MainMenu() {
  const [open, setOpen] = useState(false);
  const narrow = useMediaQuery(NARROW_SCREEN);
  const updates = useStore(pwaStore, ({ update }) => update === 'ready') && narrow;
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  return (
    <>
      <IconButton
        ref={setAnchor}
        label={updates ? 'Menu, with an update' : 'Menu'}
        className={updates ? styles.updates : ''}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
      >
        <MenuIcon size={18} aria-hidden />
      </IconButton>
      {open && anchor && (
        <Suspense>
          <MenuPopup anchor={anchor} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
