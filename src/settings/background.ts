import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { askToNotify, type NotifyPermission } from '../platform/notify';
import { persisted } from '../shell/persistence';

interface Background {
  /** Tell when a long run ends while the person looks elsewhere. Off until they ask for it. */
  notifications: boolean;
}

export const useBackground = create<Background>()(
  persist<Background, [], [], Background>(
    () => ({ notifications: false }),
    persisted<Background, Background>('background', ({ notifications }) => ({ notifications }), readBackground),
  ),
);

export function readBackground(kept: unknown): Partial<Background> {
  const { notifications } = (kept ?? {}) as Record<string, unknown>;
  return typeof notifications === 'boolean' ? { notifications } : {};
}

/** Turns the notifications on or off; on asks the browser, so call it on a click. Resolves with what the browser allows. */
export async function setNotifications(on: boolean): Promise<NotifyPermission> {
  const permission = on ? await askToNotify() : 'granted';
  useBackground.setState({ notifications: on && permission === 'granted' });
  return permission;
}
