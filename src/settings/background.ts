import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { askToNotify, type NotifyPermission } from '../platform/notify';
import { persistedFields, readFields } from '../shell/persistence';

interface Background {
  /** Tell when a long run ends while the person looks elsewhere. Off until they ask for it. */
  notifications: boolean;
}

export const useBackground = create<Background>()(
  persist<Background, [], [], Background>(
    () => ({ notifications: false }),
    persistedFields<Background, Background>('background', ({ notifications }) => ({ notifications }), readField),
  ),
);

export const readBackground = (kept: unknown): Partial<Background> => readFields<Background>(kept, readField).known;

function readField(name: string, value: unknown): unknown {
  return name === 'notifications' && typeof value === 'boolean' ? value : undefined;
}

/** Turns the notifications on or off; on asks the browser, so call it on a click. Resolves with what the browser allows. */
export async function setNotifications(on: boolean): Promise<NotifyPermission> {
  const permission = on ? await askToNotify() : 'granted';
  useBackground.setState({ notifications: on && permission === 'granted' });
  return permission;
}
