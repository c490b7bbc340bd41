import { Menu as MenuIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../ui/Button';

const load = () => import('./MenuPopup');
const MenuPopup = lazy(load);

/** The menu's button is there at once; the menu's own code comes when the pointer or the focus nears it. */
export function MainMenu() {
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  return (
    <>
      <IconButton
        ref={setAnchor}
        label="Menu"
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
