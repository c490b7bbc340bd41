import { expect, it } from 'vitest';
import card from '../../../public/models/starter/card.json';
import { EXAMPLES } from './examples';
import drawn from './examples/drawn.json';
import examples from './examples/examples.json';

it('have the pictures that this revision of the starter makes of these prompts and seeds', () => {
  expect(drawn).toEqual({ revision: card.revision, examples });
  expect(EXAMPLES).toHaveLength(6);
  for (const { prompt, picture } of EXAMPLES) expect(picture, prompt).toMatch(/\.webp/);
});
