import { afterEach, expect, it, vi } from 'vitest';
import { askToNotify, notifyInBackground, notifyPermission } from './notify';

const shown = vi.fn();

function stub(permission: NotificationPermission, visibilityState: string) {
  class FakeNotification extends EventTarget {
    static permission = permission;
    static requestPermission = vi.fn(() => Promise.resolve((FakeNotification.permission = 'granted')));
    constructor(title: string, options: NotificationOptions) {
      super();
      shown(title, options);
    }
  }
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('document', { visibilityState });
  return FakeNotification;
}

afterEach(() => {
  vi.unstubAllGlobals();
  shown.mockClear();
});

it('shows nothing without permission, and nothing to a person who is looking', async () => {
  stub('default', 'hidden');
  expect(await notifyInBackground({ title: 'Done', body: '' })).toBe(false);
  stub('granted', 'visible');
  expect(await notifyInBackground({ title: 'Done', body: '' })).toBe(false);
  expect(shown).not.toHaveBeenCalled();
});

it('shows it in the background, in the place of the one before', async () => {
  stub('granted', 'hidden');
  expect(await notifyInBackground({ title: 'Done', body: '4 pictures' })).toBe(true);
  expect(shown).toHaveBeenCalledWith('Done', { body: '4 pictures', tag: 'outpane' });
});

it('asks once, and never after an answer', async () => {
  const fake = stub('default', 'visible');
  expect(await askToNotify()).toBe('granted');
  expect(await askToNotify()).toBe('granted');
  expect(fake.requestPermission).toHaveBeenCalledTimes(1);
  const denied = stub('denied', 'visible');
  expect(await askToNotify()).toBe('denied');
  expect(denied.requestPermission).not.toHaveBeenCalled();
});

it('says so where there are none', () => {
  vi.stubGlobal('Notification', undefined);
  expect(notifyPermission()).toBe('unsupported');
});
