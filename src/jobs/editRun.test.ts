import { beforeEach, expect, it } from 'vitest';
import card from '../../public/models/starter/card.json';
import { startPicture } from '../editor/pictures';
import { accept, withFrame } from '../editor/document';
import { gradient } from '../editor/testing/images';
import type { ModelCard } from '../models/modelCard';
import { someRequest } from '../protocol/testing/someRequest';
import { session } from '../editor/editor';
import { chooseEdit, variationsJob } from './editRun';
import type { Job } from './run';

/** Does the job with a picture from nowhere. Gives what the history calls it, and what the engine was asked for. */
async function doneBy(job: Job | null) {
  if (!job) throw new Error('no job');
  const { request } = await job.prepare(card as unknown as ModelCard);
  const timings = { total: 1, steps: [], previews: 0 };
  await job.picture({ index: 0, request, image: gradient(256, 256), timings });
  return { label: session.state.history.entries.at(-1)?.label, request };
}

beforeEach(async () => {
  const made = { request: someRequest(), foreign: null, origin: 'a result' };
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256), made));
});

it('calls the results of a frame and variations by their names', async () => {
  expect(await doneBy(variationsJob())).toMatchObject({ label: 'Variations' });
  session.undo();
  session.commit(withFrame(session.document, { x: 128, y: 0, width: 256, height: 256 }), 'Place frame');
  expect(await doneBy(chooseEdit('frame'))).toMatchObject({ label: 'Frame', request: { mode: 'outpaint' } });
});

it('leaves it to the engine to bring a picture to the model’s size and back', async () => {
  const large = { request: someRequest(), foreign: null, origin: 'a result' };
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(1500, 1100), large));
  const place = { x: 0, y: 0, width: 1500, height: 1100 };
  const { request, source, region } = (await chooseEdit('vary')?.prepare(card as unknown as ModelCard)) ?? {};
  expect([source?.image.width, source?.image.height]).toEqual([1500, 1100]);
  expect([region, request?.edit?.region]).toEqual([place, place]);
  expect(request?.width).toBeLessThanOrEqual(card.size.max);
  // Its noise is of another size than what lies there.
  expect(variationsJob()).toBeNull();
});

it('makes more of variations, of other noise', async () => {
  const first = await doneBy(variationsJob());
  const more = await doneBy(chooseEdit('more'));
  expect(more).toMatchObject({ label: 'More', request: { mode: 'textToImage', pictures: 1 } });
  expect(more.request.variation?.seed).not.toBe(first.request.variation?.seed);
  expect(session.document.staging?.candidates).toHaveLength(2);
  session.commit(accept(session.document), 'Accept');
});
