import { canVaryNoise, stage } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { makeCandidate, readRegion } from '../editor/pictures';
import { equals, union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { place } from '../imaging/crop';
import type { ModelCard } from '../models/modelCard';
import { MAX_SEED } from '../protocol/generationRequest';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { FinishedPicture } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import { session } from '../editor/editor';
import { editMode, useEditChoice } from './editMode';
import type { EditMode } from './editMode';
import { expandJob, frameJob, maskJob, varyJob } from './editJobs';
import type { EditJob } from './editJobs';
import { finishForming, finishedTiles } from './forming';
import { notify } from '../shell/notices';
import { addResult } from '../library/results';
import type { Job } from './run';
import { randomSeed, useSettings } from '../settings/settings';

/** What the history calls the results of an edit that has no better name. */
const LABELS = { expand: 'Expand', fill: 'Fill', replace: 'Replace', remove: 'Remove', vary: 'Vary' } as const;

let runs = 0;

/** The job that Generate means in this mode, on the document as it is; null for a new picture. */
export function chooseEdit(mode: EditMode = editMode()): Job | null {
  if (mode === 'generate') return null;
  const base = session.document;
  const { target } = session.state;
  const { strength, maskIntent } = useEditChoice.getState();
  const { frame, bounds, staging } = base;
  switch (mode) {
    case 'expand':
      return target && editJob(base, (card) => expandJob(base, target, card));
    case 'frame':
      return frame && editJob(base, (card) => frameJob(base, frame, strength.vary, card), 'Frame');
    case 'vary':
      if (Object.keys(base.mask).length > 0) return editJob(base, (card) => maskJob(base, 'vary', strength.vary, card));
      return bounds && editJob(base, (card) => varyJob(base, bounds, strength.vary, card));
    case 'fill':
      return editJob(base, (card) => maskJob(base, 'fill', strength.fill, card));
    case 'replace':
    case 'remove':
      return editJob(base, (card) => maskJob(base, maskIntent === 'replace' ? 'replace' : 'remove', 1, card));
    case 'more':
      return staging && moreJob(base, staging);
  }
}

/** Another candidate for the same place, with the seed after the highest so far. */
function moreJob(base: ArtDocument, staging: NonNullable<ArtDocument['staging']>): Job | null {
  const [first] = staging.candidates;
  if (!first) return null;
  const { variation, edit } = first.request;
  if (!edit) return variation ? editJob(base, async () => nearby(first.request, staging.region, 1), 'More') : null;
  const bare = { ...base, staging: null };
  const highest = Math.max(...staging.candidates.map(({ request }) => request.seed));
  const again = async (card: ModelCard): Promise<EditJob> => {
    const job = await againJob(bare, first.bounds, staging.region, first.request, card);
    return { ...job, request: { ...job.request, seed: highest < MAX_SEED ? highest + 1 : 0, pictures: 1 } };
  };
  return editJob(base, again, 'More');
}

function againJob(
  bare: ArtDocument,
  bounds: Rect,
  region: Rect,
  { mode, edit }: GenerationRequest,
  card: ModelCard,
): Promise<EditJob> {
  const strength = edit?.strength ?? 1;
  if (mode === 'imageToImage') return varyJob(bare, region, strength, card);
  if (mode === 'outpaint')
    return bare.bounds ? expandAgain(bare, bounds, region, card) : frameJob(bare, region, strength, card);
  const intent = edit?.intent ?? 'fill';
  return maskJob(bare, intent === 'expand' ? 'fill' : intent, strength, card);
}

/** Candidates for the whole picture with noise near its own; null where it can't be made again. */
export function variationsJob(): Job | null {
  const base = session.document;
  const { request, bounds } = base;
  if (!request || !bounds || !canVaryNoise(base)) return null;
  const pictures = Math.max(2, useSettings.getState().pictures);
  return editJob(base, async () => nearby(request, bounds, pictures), 'Variations');
}

function nearby(request: GenerationRequest, region: Rect, pictures: number): EditJob {
  const variation = { seed: randomSeed(), strength: useEditChoice.getState().strength.variations };
  return { request: { ...request, pictures, variation }, intent: 'vary', region };
}

/** An expansion covers its bounds; a frame covers only itself. */
function expandAgain(bare: ArtDocument, bounds: Rect, region: Rect, card: ModelCard): Promise<EditJob> {
  const framed = bare.frame !== null && equals(bare.frame, region);
  return framed ? frameJob(bare, region, 1, card) : expandJob(bare, bounds, card);
}

/** Runs an edit and stages what comes back on the document it was made for, as a step that the history calls `label`. */
function editJob(base: ArtDocument, prepare: (card: ModelCard) => Promise<EditJob>, label?: string): Job {
  const merge = `stage ${runs++}`;
  let job: EditJob | null = null;
  let done = 0;
  let taken = 0;

  const take = async (request: GenerationRequest, region: Rect, image: RgbaImage, seconds: number) => {
    if (!job) return;
    const { intent } = job;
    if (session.document.tiles !== base.tiles) {
      await addResult({ index: 0, request, image, timings: { total: seconds, steps: [], previews: 0 } }, false);
      notify('The picture has changed meanwhile. The result is in Results.');
      return;
    }
    const candidate = await makeCandidate(session.tiles, base, region, image, request);
    const staged = stage(session.document, { intent, region: job.region }, candidate, taken++);
    session.commit(staged, label ?? LABELS[intent], merge);
  };

  return {
    prepare: async (card) => {
      job = await prepare(card);
      return { request: job.request, source: job.source, region: job.region, alone: false };
    },
    picture: async ({ index, request, image, timings }: FinishedPicture) => {
      if (!job) return null;
      done++;
      finishForming(index, image);
      await take(request, job.region, image, timings.total);
      return null;
    },
    stopped: async () => {
      // Whole tiles of the picture that was cut off are worth keeping.
      const tiles = finishedTiles();
      if (!job || tiles.length === 0) return;
      const region = tiles.map((tile) => tile.region).reduce(union);
      const image = await readRegion(session.tiles, { ...base, staging: null }, region);
      for (const tile of tiles) place(image, tile.image, tile.region.x - region.x, tile.region.y - region.y);
      const seed = job.request.seed + done;
      await take({ ...job.request, seed, pictures: 1 }, region, image, 0);
    },
  };
}
