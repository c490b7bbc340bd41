import { lazy, Suspense, useState } from 'react';
import { part } from '../platform/part';
import { IconButton } from './Button';
import type { PopoverButtonProps } from './popoverButtonProps';

const load = part(() => import('./PopoverRoot'));
const PopoverRoot = lazy(load);

/**
 * An icon that opens a small surface with controls on it. The library's part is large, so it is fetched when the pointer or the
 * focus nears the button, and takes its place at the first press.
 */
export function PopoverButton(props: PopoverButtonProps) {
  const { label, icon: Icon } = props;
  const [pressed, setPressed] = useState(false);
  const button = (
    <IconButton
      label={label}
      aria-haspopup="dialog"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setPressed(true)}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  );
  if (!pressed) return button;
  return (
    <Suspense fallback={button}>
      <PopoverRoot {...props} />
    </Suspense>
  );
}
