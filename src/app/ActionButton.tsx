import type { LucideIcon } from 'lucide-react';
import type { Action } from '../actions/action';
import { IconButton } from '../ui/Button';
import { useAction } from './useAction';

interface ActionButtonProps {
  action: Action;
  icon: LucideIcon;
  /** For an action that is on or off. */
  pressed?: boolean;
  /** Draws the icon full, as for a favourite. */
  filled?: boolean;
}

/** A command of the table as an icon. */
export function ActionButton({ action, icon: Icon, pressed, filled }: ActionButtonProps) {
  const { label, tip, shortcut, enabled, run } = useAction(action);
  return (
    <IconButton
      label={label}
      tip={tip}
      shortcut={shortcut}
      aria-pressed={pressed}
      aria-disabled={!enabled || undefined}
      onClick={run}
    >
      <Icon size={16} aria-hidden fill={filled ? 'currentColor' : 'none'} />
    </IconButton>
  );
}
