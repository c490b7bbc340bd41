import { flowSigmas } from '../diffusion/schedule';
import { draftPlan, draftSize, draftZoom, scaleRect } from '../geometry/draft';
import { planTiles } from '../geometry/planTiles';
import { translate } from '../geometry/rect';
import { knownOnly } from '../imaging/known';
import { resize } from '../imaging/resize';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, Source } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import { checkEdit } from './checkEdit';
import { badRequest, checkRequest } from './checkRequest';
import { clearMasked } from './editPixels';
import { throwIfCancelled } from './eventLoop';
import type { LoadedModel } from './loadModel';
import { paintTiles, planFor, type TileJob } from './paintTiles';
import { pictureRequest } from './pictureRequest';
import type { PipelineOptions } from './pipelineOptions';
import { Previewer } from './preview';
import { Progress } from './progress';
import { encodeGuide } from './steps/encodeGuide';
import { strengthPlan } from './strengthPlan';

/** Part of the way that a tile with a draft walks: enough to draw what the draft only blurs, too little to draw another scene. */
const REFINE_STRENGTH = 0.3;

/**
 * Grows a picture: everything unknown in the source (alpha below one half, and the mask where there is one) is painted, tile after tile, each
 * seeing those before it. Known pixels further than the edit's fade from a new one keep their bytes.
 *
 * The edit's strength says how freely: at 1 each tile comes from pure noise, at less it begins with the edge going on, so that fewer new
 * things appear and those cut by the edge are continued.
 *
 * Where the target is taller than the model's window, a tile of only sky or only ground would be taken for a whole scene. So the
 * whole is painted small first, and the tiles refine this draft.
 *
 * Events: phases, steps (with tile and tiles, those of the draft first) and previews; a `tile` for each one that is final, which outlives a
 * later cancel; a `picture` of the whole region for each candidate. Regions are on the plane. Throws `bad-request` before anything ran, then as
 * textToImage.
 */
export async function* outpaint(
  model: LoadedModel,
  request: GenerationRequest,
  source: Source | undefined,
  { preview, signal, project }: PipelineOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const sampler = checkRequest(model.card, request);
  const { region, fade, strength, ...edit } = checkEdit(request, source);
  const start = knownOnly(edit.mask ? clearMasked(edit.image, edit.mask) : edit.image);
  const plan = planFor(start, request, model);
  const tiles = planTiles(plan);
  if (tiles.length === 0) throw badRequest('There is nothing to paint here.', 'Drag an edge outward, or paint a mask.');

  const zoom = draftZoom(start, request);
  const small = zoom > 1 ? shrink(start, zoom) : null;
  const smallPlan = draftPlan(plan);
  const draftTiles = smallPlan ? planTiles(smallPlan) : [];
  const whole = sampler.plan(flowSigmas(request.steps, model.card.schedule.shift));
  const first = strengthPlan(whole, strength);
  const refine = small ? strengthPlan(whole, REFINE_STRENGTH) : first;
  const { pictures } = request;
  // Where nothing is known, there is nothing to start from but noise.
  const blank = start.data.every((value, i) => i % 4 !== 3 || value === 0);
  const steps =
    draftTiles.length * first.length + tiles.length * refine.length + (blank ? whole.length - first.length : 0);
  const progress = new Progress(pictures * steps, () => model.measured.decodeSeconds ?? 0);

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'encodingPrompt' };
  const prompt = await encodeGuide(model, request);

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    const canvas = copy(start);
    const previewer = new Previewer(model, preview);
    const total = draftTiles.length + tiles.length;
    const common = { whole, model, request: own, prompt, project, signal, progress, previewer, index, pictures, total };
    const seconds: number[] = [];
    let draft: RgbaImage | null = null;
    if (small) {
      const sketch = copy(small);
      const job: TileJob = {
        ...common,
        canvas: sketch,
        tiles: draftTiles,
        draft: null,
        plan: first,
        fade: Math.round(fade / zoom),
        offset: 0,
        toPlane: (rect) => translate(scaleRect(rect, zoom), region.x, region.y),
        final: false,
      };
      seconds.push(...(yield* paintTiles(job)));
      draft = resize(sketch, start.width, start.height);
    }
    const job: TileJob = {
      ...common,
      canvas,
      tiles,
      draft,
      plan: refine,
      fade,
      offset: draftTiles.length,
      toPlane: (rect) => translate(rect, region.x, region.y),
      final: true,
    };
    seconds.push(...(yield* paintTiles(job)));
    const timings = { total: (performance.now() - began) / 1000, steps: seconds, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image: canvas, timings } };
  }
}

const copy = (image: RgbaImage): RgbaImage => ({ ...image, data: image.data.slice() });

function shrink(image: RgbaImage, zoom: number): RgbaImage {
  const { width, height } = draftSize(image, zoom);
  return resize(image, width, height);
}
