import { beforeEach, describe, expect, it, vi } from 'vitest';
import starter from '../../public/models/starter/card.json';
import { accept, show } from '../editor/document';
import { readRegion, startPicture } from '../editor/pictures';
import { flat, gradient, sameBytes } from '../editor/testing/images';
import type { ModelCard } from '../models/modelCard';
import { someRequest } from '../protocol/testing/someRequest';
import type { FinishedPicture } from '../protocol/messages';
import { session } from '../editor/editor';
import { takeNotices } from '../shell/notices';
import { defaultSettings } from '../settings/settings';
import { editTask } from './editRun';
import type { EditOrder, EditWork } from './job';

const added = vi.hoisted(() => [] as FinishedPicture[]);
vi.mock('../library/results', () => ({
  addResult: async (picture: FinishedPicture) => {
    added.push(picture);
    return { id: `result ${added.length}` };
  },
}));

const card = starter as unknown as ModelCard;
const bounds = { x: 0, y: 0, width: 256, height: 256 };
const timings = { total: 1, steps: [], previews: 0 };
const vary: EditOrder = { kind: 'vary', region: bounds, strength: 0.5 };

/** An edit of the document as it lies there. */
const work = (order: EditOrder, label = 'Vary'): EditWork => ({
  kind: 'edit',
  settings: { ...defaultSettings(), prompt: 'a cat', seed: 5 },
  documentId: null,
  base: { ...session.document, staging: null },
  order,
  label,
});

beforeEach(async () => {
  added.length = 0;
  const made = { request: someRequest({ seed: 99 }), foreign: null, origin: 'a result' };
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256), made));
});

const steps = () => session.state.history.entries.map(({ label }) => label);

it('makes the request from what was asked for, not from what is set now', async () => {
  const { request, source } = await editTask(work(vary), 'a', card);
  expect(request).toMatchObject({ mode: 'imageToImage', prompt: 'a cat', seed: 5, edit: { strength: 0.5 } });
  expect(source?.image).toMatchObject({ width: 256, height: 256 });
  const frame = { x: 128, y: 0, width: 256, height: 256 };
  const framed = await editTask(work({ kind: 'frame', frame, strength: 0.5 }), 'b', card);
  expect(framed.request).toMatchObject({ mode: 'outpaint' });
  const order: EditOrder = { kind: 'near', region: bounds, request: someRequest({ seed: 99, pictures: 2 }) };
  expect((await editTask(work(order), 'c', card)).request).toBe(order.request);
  await expect(editTask(work({ kind: 'mask', intent: 'fill', strength: 1 }), 'd', card)).rejects.toThrow(
    'Nothing is masked.',
  );
});

it('leaves it to the engine to bring a picture to the model’s size and back', async () => {
  const large = { x: 0, y: 0, width: 1500, height: 1100 };
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(large.width, large.height)));
  const task = await editTask(work({ kind: 'vary', region: large, strength: 0.5 }), 'a', card);
  expect([task.source?.image.width, task.source?.image.height]).toEqual([1500, 1100]);
  expect([task.region, task.request.edit?.region]).toEqual([large, large]);
  expect(task.request.width).toBeLessThanOrEqual(card.size.max);
});

describe('what comes back', () => {
  const picture = (index: number): FinishedPicture => ({
    index,
    request: someRequest({ seed: 5 + index }),
    image: gradient(256, 256, 9),
    timings,
  });

  it('is staged as one step under its name, also on a document that was read from storage since', async () => {
    const task = await editTask(work(vary, 'Variations'), 'one', card);
    const copy = structuredClone({ ...session.document });
    session.amend(copy);
    expect(await task.keep(picture(0))).toBeNull();
    await task.keep(picture(1));
    expect(session.document.staging?.candidates).toHaveLength(2);
    expect(steps().filter((label) => label === 'Variations')).toHaveLength(1);
    session.commit(accept(session.document), 'Accept');
  });

  it('does not take a person away from what they have gone on to (A18), but the first is shown', async () => {
    const task = await editTask(work(vary), 'one', card);
    await task.keep(picture(0));
    expect(session.document.staging?.shown).toBe(1);
    session.amend(show(session.document, 0));
    await task.keep(picture(1));
    expect(session.document.staging).toMatchObject({ shown: 0, candidates: [{}, {}] });
    await (await editTask(work(vary, 'More'), 'two', card)).keep(picture(2));
    expect(session.document.staging?.shown).toBe(3);
  });

  it('of another edit is a step of its own (A18: marks that began anew with each page took the place of older steps)', async () => {
    await (await editTask(work(vary, 'More'), 'one', card)).keep(picture(0));
    await (await editTask(work(vary, 'More'), 'two', card)).keep(picture(1));
    expect(steps().slice(-2)).toEqual(['More', 'More']);
  });

  it('goes to Results with a word when the picture has changed meanwhile', async () => {
    const task = await editTask(work(vary), 'one', card);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64)));
    takeNotices();
    expect(await task.keep(picture(0))).toBe('result 1');
    expect(session.document.staging).toBeNull();
    expect(takeNotices().map(({ message }) => message)).toEqual([
      'The picture has changed meanwhile. The result is in Results.',
    ]);
  });

  it('goes there also when it changes while the result is laid in its place', async () => {
    const task = await editTask(work(vary), 'one', card);
    const other = await startPicture(session.tiles, gradient(64, 64));
    const keeping = task.keep(picture(0));
    session.commit(other, 'Open picture');
    await keeping;
    expect([added.length, session.document.staging]).toEqual([1, null]);
  });

  it('of a picture that was cut off is the base with its final parts, with that picture’s own seed (A4)', async () => {
    const task = await editTask(work(vary), 'one', card);
    const region = { x: 32, y: 0, width: 64, height: 32 };
    await task.keepParts?.([{ image: flat(region, [1, 2, 3, 255]), region }], 1);
    const candidate = session.document.staging?.candidates[0];
    expect(candidate?.request).toMatchObject({ seed: 6, pictures: 1 });
    const shown = await readRegion(session.tiles, session.document, { x: 0, y: 0, width: 128, height: 32 });
    expect(sameBytes(shown.data.subarray(4 * 32, 4 * 33), new Uint8Array([1, 2, 3, 255]))).toBe(true);
    expect(sameBytes(shown.data.subarray(4 * 31, 4 * 32), new Uint8Array([31, 0, 0, 255]))).toBe(true);
  });

  it('of variations that were cut off keeps the seed and counts up the variation’s', async () => {
    const request = someRequest({ seed: 99, pictures: 2, variation: { seed: 3, strength: 0.3 } });
    const task = await editTask(work({ kind: 'near', region: bounds, request }), 'one', card);
    await task.keepParts?.([{ image: flat(bounds, [1, 2, 3, 255]), region: bounds }], 1);
    expect(session.document.staging?.candidates[0]?.request).toMatchObject({ seed: 99, variation: { seed: 4 } });
  });
});
