import { expect, it } from 'vitest';
import { KEPT_ANSWER } from '../../platform/connection';
import { markKept } from './keptAnswer';

it('marks an answer and changes nothing else', async () => {
  const marked = markKept(new Response('{}', { status: 203, headers: { 'Content-Type': 'application/json' } }));
  expect([marked.status, await marked.text()]).toEqual([203, '{}']);
  expect(marked.headers.get('Content-Type')).toBe('application/json');
  expect(marked.headers.has(KEPT_ANSWER)).toBe(true);
});
