import { afterEach, expect, it, vi } from 'vitest';
import { remember, remembered } from './tabMemory';

afterEach(() => vi.unstubAllGlobals());

it('gives back what was remembered under a name', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
  remember('a', 'one');
  expect([remembered('a'), remembered('b')]).toEqual(['one', null]);
});

it('remembers nothing where storage is refused, and says nothing', () => {
  const refuse = () => {
    throw new DOMException('No.', 'SecurityError');
  };
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse });
  remember('a', 'one');
  expect(remembered('a')).toBeNull();
});
