import { stage } from '../editor/document';
import type { PlacedImage } from '../editor/editorState';
import { makeCandidate, readRegion } from '../editor/pictures';
import { sameTiles } from '../editor/tiles';
import { union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { place } from '../imaging/crop';
import type { ModelCard } from '../models/modelCard';
import { MAX_SEED } from '../protocol/generationRequest';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { RgbaImage } from '../protocol/rgbaImage';
import { session } from '../editor/editor';
import { notify } from '../shell/notices';
import { addResult } from '../library/results';
import { readyEdit } from './editJobs';
import type { EditWork } from './job';
import type { Task } from './jobQueue';

/** Makes an edit ready to run. What comes back is staged on the document it was made for; `batch` tells it from other edits. */
export async function editTask(work: EditWork, batch: string, card: ModelCard): Promise<Task> {
  const { request, source, intent, region } = await readyEdit(work, card);

  /** So many of the batch wait for a decision already. */
  let staged = 0;
  const isThere = () => sameTiles(session.document.tiles, work.base.tiles);
  const take = async (
    own: GenerationRequest,
    where: Rect,
    image: RgbaImage,
    seconds: number,
  ): Promise<string | null> => {
    const candidate = isThere() ? await makeCandidate(session.tiles, work.base, where, image, own) : null;
    // Also while it was laid in its place something else may have been done.
    if (candidate && isThere()) {
      session.commit(stage(session.document, { intent, region }, candidate, staged++), work.label, `stage ${batch}`);
      return null;
    }
    const timings = { total: seconds, steps: [], previews: 0 };
    const { id } = await addResult({ index: 0, request: own, image, timings });
    notify('The picture has changed meanwhile. The result is in Results.');
    return id;
  };

  return {
    request,
    source,
    region,
    alone: false,
    keep: (picture) => take(picture.request, region, picture.image, picture.timings.total),
    keepParts: async (parts, index) => {
      const whole = parts.map((part) => part.region).reduce(union);
      const image = await readRegion(session.tiles, work.base, whole);
      for (const part of parts) placePart(image, part, whole);
      await take(requestOf(request, index), whole, image, 0);
    },
  };
}

const placePart = (image: RgbaImage, part: PlacedImage, whole: Rect) =>
  place(image, part.image, part.region.x - whole.x, part.region.y - whole.y);

/** The request of one picture of several alone, as the engine would name it. */
function requestOf(request: GenerationRequest, index: number): GenerationRequest {
  const { variation, ...rest } = request;
  if (variation) return { ...rest, pictures: 1, variation: { ...variation, seed: variation.seed + index } };
  return { ...rest, pictures: 1, seed: Math.min(request.seed + index, MAX_SEED) };
}
