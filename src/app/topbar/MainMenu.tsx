import { Menu as MenuIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../ui/Button';

const load = () => import('./MenuPopup');
const MenuPopup = lazy(load);

/** The menu's button is there at once; the menu's own code comes when the pointer or the focus nears it. */
export function MainMenu() {
  const [open, setOpen] = useState<'no' | 'byKey' | 'byPointer'>('no');
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  return (
    <>
      <IconButton
        ref={setAnchor}
        label="Menu"
        aria-haspopup="menu"
        aria-expanded={open !== 'no'}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        // A click that a key makes counts no presses.
        onClick={({ detail }) => setOpen(detail === 0 ? 'byKey' : 'byPointer')}
      >
        <MenuIcon size={18} aria-hidden />
      </IconButton>
      {open !== 'no' && anchor && (
        <Suspense>
          <MenuPopup anchor={anchor} byKey={open === 'byKey'} onClose={() => setOpen('no')} />
        </Suspense>
      )}
    </>
  );
}
