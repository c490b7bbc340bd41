import { lazy, Suspense, useState } from 'react';
import { part } from '../platform/part';
import { IconButton } from './Button';
import { CountedIcon } from './CountedIcon';
import type { PopoverButtonProps } from './popoverButtonProps';

const load = part(() => import('./PopoverRoot'));
const PopoverRoot = lazy(load);

/**
 * An icon that opens a small surface with controls on it. The library's part is large, so it is fetched when the pointer or the
 * focus nears the button, and takes its place at the first press.
 */
export function PopoverButton(props: PopoverButtonProps) {
  const { label, countText, onOpenChange } = props;
  const [pressed, setPressed] = useState(false);
  const button = (
    <IconButton
      label={label}
      aria-haspopup="dialog"
      aria-expanded={false}
      aria-description={countText}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        setPressed(true);
        onOpenChange?.(true);
      }}
    >
      <CountedIcon {...props} />
    </IconButton>
  );
  if (!pressed) return button;
  return (
    <Suspense fallback={button}>
      <PopoverRoot {...props} />
    </Suspense>
  );
}
