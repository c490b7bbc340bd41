import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamicThreshold, guide, neededPasses, rescaled, sumTerms } from './guidance';

const vector = (...values: number[]) => new Float32Array(values);
const outputs = fc
  .array(fc.tuple(float(), float(), float()), { minLength: 2, maxLength: 40 })
  .map((rows) => ([0, 1, 2] as const).map((k) => Float32Array.from(rows, (row) => row[k])));

function float(): fc.Arbitrary<number> {
  return fc.float({ min: -8, max: 8, noNaN: true });
}

describe('neededPasses', () => {
  it('makes one pass at scale 1 and outside the interval', () => {
    expect(neededPasses({ scale: 1 }, 0, 10)).toEqual(['prompt']);
    const interval = { start: 0.2, end: 0.8 };
    const guided = Array.from({ length: 10 }, (_, i) => neededPasses({ scale: 5, interval }, i, 10).length);
    expect(guided).toEqual([1, 1, 2, 2, 2, 2, 2, 2, 1, 1]);
  });

  it('needs a pass with nothing for a perpendicular negative only', () => {
    expect(neededPasses({ scale: 5, perpendicular: 1 }, 0, 4)).toEqual(['prompt', 'negative', 'empty']);
  });
});

describe('guide', () => {
  it('at scale 1 is no guidance', () => {
    fc.assert(
      fc.property(outputs, ([prompt = vector(), negative = vector()]) => {
        expect(guide({ scale: 1 }, { prompt, negative })).toEqual(prompt);
        expect(guide({ scale: 1 }, { prompt })).toBe(prompt);
      }),
    );
  });

  it('goes beyond the negative by the scale', () => {
    expect([...guide({ scale: 3 }, { prompt: vector(5, 1), negative: vector(2, 1) })]).toEqual([11, 1]);
  });

  it('gives back the contrast of the prompt by share', () => {
    const prompt = vector(1, -1, 2, -2);
    const negative = vector(0, 0, 0, 0);
    const [none, half, full] = [0, 0.5, 1].map((rescale) => guide({ scale: 4, rescale }, { prompt, negative }));
    expect([...(none ?? [])]).toEqual([4, -4, 8, -8]);
    expect([...(half ?? [])]).toEqual([2.5, -2.5, 5, -5]);
    expect([...(full ?? [])]).toEqual([...prompt]);
  });

  it('leaves an even output as it is', () => {
    expect([...rescaled(vector(2, 2), vector(1, 3), 1)]).toEqual([2, 2]);
  });

  it('turns away only from what of the negative is beside the prompt', () => {
    // Empty at the origin: the negative's part along the prompt (1, 0) is left alone.
    const guided = guide(
      { scale: 2, perpendicular: 1 },
      { prompt: vector(1, 0), negative: vector(3, 0.5), empty: vector(0, 0) },
    );
    expect([...guided]).toEqual([2, -1]);
  });

  it('does nothing with a negative along the prompt', () => {
    fc.assert(
      fc.property(
        outputs,
        fc.double({ min: -3, max: 3, noNaN: true }),
        ([prompt = vector(), empty = vector()], share) => {
          const negative = prompt.map((p, i) => (empty[i] ?? 0) + share * (p - (empty[i] ?? 0)));
          const perpendicular = guide({ scale: 4, perpendicular: 0.8 }, { prompt, negative, empty });
          const plain = guide({ scale: 4 }, { prompt, negative: empty });
          perpendicular.forEach((value, i) => expect(Math.abs(value - (plain[i] ?? 0))).toBeLessThan(1e-3));
        },
      ),
    );
  });
});

describe('sumTerms', () => {
  it('weighs each cell in every channel', () => {
    const sum = sumTerms([
      { weight: 2, output: vector(1, 2, 3, 4), cells: vector(1, 0.5) },
      { weight: 1, output: vector(10, 10, 10, 10) },
      { weight: 0, output: vector(NaN, NaN, NaN, NaN) },
    ]);
    expect([...sum]).toEqual([12, 12, 16, 14]);
  });
});

describe('dynamicThreshold', () => {
  it('is what diffusers’ _threshold_sample gives', () => {
    // torch.quantile(|x|, 0.75) of these is 3.25.
    const values = vector(0.5, -1, 4, -3);
    expect([...dynamicThreshold(values, 0.75, 10)]).toEqual([...vector(0.5 / 3.25, -1 / 3.25, 1, -3 / 3.25)]);
    expect([...dynamicThreshold(values, 0.75, 2)]).toEqual([0.25, -0.5, 1, -1]);
  });

  it('leaves small values alone', () => {
    expect([...dynamicThreshold(vector(0.5, -0.75), 0.99, 10)]).toEqual([0.5, -0.75]);
  });
});
