import { expect, it } from 'vitest';
import type { FloatTensor, Session } from '../runtime/runtime';
import { modelPart } from './modelPart';

const component = {
  graph: 'unet/model.onnx',
  externalData: [],
  inputs: { sample: 'x', timestep: 't' },
  outputs: { sample: 'y', gone: 'no_such_output' },
};
const number = (value: number): FloatTensor => ({ data: new Float32Array([value]), dims: [1] });

/** A part whose session gives its input x back as y and writes down what it was asked; its `failing`th creation fails. */
function countedPart(failing = 0) {
  const seen = { made: 0, released: 0, runs: [] as unknown[] };
  const tensor = { dtype: 'float32', shape: [1] };
  const session = {
    inputs: { x: tensor },
    outputs: { y: tensor },
    run: async (feeds: Record<string, FloatTensor>, outputs: string[]) => {
      seen.runs.push([Object.keys(feeds), outputs]);
      return { y: feeds.x };
    },
    release: async () => void seen.released++,
  };
  const create = () =>
    ++seen.made === failing ? Promise.reject(new Error('no')) : Promise.resolve(session as unknown as Session);
  return { part: modelPart(component, create), seen };
}

it('makes its session once, again after a release, and again after a failure', async () => {
  const { part, seen } = countedPart(3);
  await part.release();
  expect(seen.made).toBe(0);
  await Promise.all([part.load(), part.run({ sample: number(1) }, 'sample')]);
  expect(seen.made).toBe(1);
  await part.release();
  await part.release();
  expect(seen.released).toBe(1);
  await part.load();
  await part.release();
  await expect(part.load()).rejects.toThrow('no');
  expect(await part.run({ sample: number(2) }, 'sample')).toEqual(number(2));
  expect(seen.made).toBe(4);
});

it('feeds and reads by role, fetches the one output, and leaves out what the graph has no input for', async () => {
  const { part, seen } = countedPart();
  await part.run({ sample: number(1), encoderAttentionMask: number(1) }, 'sample');
  expect(seen.runs).toEqual([[['x'], ['y']]]);
  expect(await part.input('sample')).toEqual({ dtype: 'float32', shape: [1] });
  expect(await part.input('encoderAttentionMask')).toBeUndefined();
});

it('says that the card does not fit when it, or the graph, has no such output', async () => {
  const { part } = countedPart();
  for (const role of ['unknown', 'gone'])
    await expect(part.run({ sample: number(1) }, role)).rejects.toMatchObject({
      code: 'internal',
      cause: `no output "${role}" of unet/model.onnx`,
    });
});
