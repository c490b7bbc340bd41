import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCard } from '../models/readCard';
import { STARTER } from './starter';

it('is what the card of the built-in model says', () => {
  const { id, name, size, defaults } = readCard(readFileSync('public/models/starter/card.json', 'utf8'));
  expect(STARTER).toEqual({ id, name, size, defaults });
});
