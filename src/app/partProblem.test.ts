import { expect, test } from 'vitest';
import { partProblem } from './partProblem';

test.each([
  'TypeError: Failed to fetch dynamically imported module: https://host.example/assets/table-1.js',
  'TypeError: error loading dynamically imported module: https://host.example/assets/table-1.js',
  'TypeError: Importing a module script failed.',
  'Error: Unable to preload CSS for /assets/index-1.css',
])('a part that did not come is waited for: %s', (cause) => {
  expect(partProblem(cause)).toMatchObject({ code: 'network', message: 'A part of Outpane has not arrived.' });
});

test.each(['TypeError: crypto.randomUUID is not a function', 'SyntaxError: Unexpected token'])(
  'one that throws will not come: %s',
  (cause) => {
    expect(partProblem(cause)).toMatchObject({ message: "A part of Outpane can't run in this browser.", cause });
  },
);
