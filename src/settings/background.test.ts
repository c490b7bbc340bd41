import { afterEach, expect, it, vi } from 'vitest';
import { readBackground, setNotifications, useBackground } from './background';

afterEach(() => vi.unstubAllGlobals());

it('stays off where the browser says no', async () => {
  vi.stubGlobal('Notification', { permission: 'denied' });
  expect(await setNotifications(true)).toBe('denied');
  expect(useBackground.getState().notifications).toBe(false);
});

it('reads what was kept, and nothing else', () => {
  expect(readBackground({ notifications: true })).toEqual({ notifications: true });
  expect(readBackground({ notifications: 'yes' })).toEqual({});
  expect(readBackground(null)).toEqual({});
});
