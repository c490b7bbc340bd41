import { expect, it } from 'vitest';
import { onProblem, session } from './editor';

it('what goes wrong is told to whoever listens, also what went wrong before', () => {
  session.report('early');
  const told: unknown[] = [];
  onProblem((error) => told.push(error));
  session.report('late');
  expect(told).toEqual(['early', 'late']);
});
