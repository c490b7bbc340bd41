import { afterEach, expect, it, vi } from 'vitest';
import { canShareFiles, shareFiles } from './share';

const file = new File(['x'], 'picture.png', { type: 'image/png' });

afterEach(() => vi.unstubAllGlobals());

function stub(share: () => Promise<void>) {
  vi.stubGlobal('navigator', { canShare: () => true, share });
}

it('tells given, closed and impossible apart', async () => {
  stub(() => Promise.resolve());
  expect(await shareFiles([file], 'A picture')).toBe('shared');
  stub(() => Promise.reject(new DOMException('closed', 'AbortError')));
  expect(await shareFiles([file], 'A picture')).toBe('dismissed');
  stub(() => Promise.reject(new DOMException('no click', 'NotAllowedError')));
  expect(await shareFiles([file], 'A picture')).toBe('unsupported');
});

it('does not try where the browser has no share sheet for files', async () => {
  vi.stubGlobal('navigator', {});
  expect(canShareFiles([file])).toBe(false);
  expect(await shareFiles([file], 'A picture')).toBe('unsupported');
});
