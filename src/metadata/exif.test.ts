import { describe, expect, it } from 'vitest';
import { readExif, writeExif } from './exif';
import { TextBudget } from './textBudget';
import { tiff } from './testing/pictures';

describe('EXIF', () => {
  it('gives back what was written', () => {
    const data = {
      orientation: 5 as const,
      imageDescription: 'a cat, 猫',
      software: 'Outpane 1.0',
      userComment: 'x\ny \ud83d\ude00',
    };
    expect(readExif(writeExif(data), new TextBudget())).toEqual({ ok: true, value: data });
    expect(readExif(writeExif({ orientation: 5 }), new TextBudget())).toMatchObject({ value: { orientation: 5 } });
    expect(readExif(writeExif({}), new TextBudget())).toEqual({ ok: true, value: { orientation: 1 } });
  });

  it('is the same with the name that JPEG puts before it', () => {
    const named = Buffer.concat([Buffer.from('Exif\0\0'), writeExif({ orientation: 3 })]);
    expect(readExif(named, new TextBudget())).toMatchObject({ value: { orientation: 3 } });
  });

  it('leaves out values that lie outside the block, and reads the others', () => {
    const block = tiff([
      [0x010e, 2, Buffer.from('long enough to lie elsewhere\0')],
      [0x0112, 3, Buffer.of(0, 8)],
    ]);
    block.writeUInt32BE(0xfffffff0, 8 + 2 + 8);
    expect(readExif(block, new TextBudget())).toEqual({ ok: true, value: { orientation: 8 } });
  });

  it('does not go round where a directory points to itself', () => {
    const block = tiff([[0x8769, 4, Buffer.of(0, 0, 0, 8)]]);
    expect(readExif(block, new TextBudget())).toEqual({ ok: true, value: { orientation: 1 } });
  });

  it('takes no more text than the budget has', () => {
    const budget = new TextBudget();
    for (let i = 0; i < 2; i++) expect(budget.take(1 << 20)).toBe(true);
    expect(readExif(writeExif({ software: 'x' }), budget)).toEqual({ ok: true, value: { orientation: 1 } });
  });
});
