import { expect, test } from 'vitest';
import { restoredText } from './archives';
import { importedText, newCount } from './importCount';

test('what was imported is said in a sentence, and so is everything that was left out', () => {
  const none = newCount();
  expect(importedText({ ...none, added: 1 })).toBe('1 picture added.');
  expect(importedText({ ...none, added: 2, bare: 2 })).toBe('2 pictures added, without settings.');
  const damaged = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'];
  expect(importedText({ ...none, added: 3, bare: 1, known: 2, damaged, large: ['wall.png'] })).toBe(
    '3 pictures added, 1 of them without settings; 2 pictures here already; could not be read: a.png, b.png, c.png and 2 more; too large (64 MB or 67 million pixels at most): wall.png.',
  );
  expect(importedText({ ...none, locked: ['a.png', 'b.png'], method: ['c.png'], others: 2 })).toBe(
    '0 pictures added; locked with a password: a.png, b.png; packed in an unknown way: c.png; 2 other files left out.',
  );
});

test('what was restored is said in a sentence', () => {
  const pictures = { added: 0, bare: 0, known: 0, damaged: [] };
  const documents = { added: 0, incomplete: 0, unreadable: 0 };
  expect(restoredText({ pictures: { ...pictures, added: 1 }, documents })).toBe('1 picture added.');
  expect(
    restoredText({
      pictures: { ...pictures, known: 2, damaged: ['a red fox'] },
      documents: { added: 2, incomplete: 1, unreadable: 1 },
    }),
  ).toBe(
    '0 pictures added; 2 pictures here already; 2 edited pictures; of 1 edited picture a part could not be read; 1 edited picture could not be read; could not be read: a red fox.',
  );
});
