import { draftPlan, draftSize, draftZoom, scaleRect } from '../../geometry/draft';
import { planPasses } from '../../geometry/planPasses';
import { translate } from '../../geometry/rect';
import { knownOnly } from '../../imaging/known';
import { resize } from '../../imaging/resize';
import { badRequest } from '../../protocol/errors';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { checkEdit } from './checkEdit';
import { clearMasked } from './editPixels';
import { paintWindows, planFor } from './paintWindows';
import { strengthPlan } from './strengthPlan';
import type { TaskMaker } from './task';

/** Part of the way that a window with a draft walks: enough to draw what the draft only blurs, too little to draw another scene. */
const REFINE_STRENGTH = 0.3;

/**
 * Grows a picture: everything unknown in the source (alpha below one half, and the mask where there is one) is painted, window after window, each
 * seeing those before it. Known pixels further than the edit's fade from a new one keep their bytes.
 *
 * The edit's strength says how freely: at 1 each window comes from pure noise, at less it begins with the edge going on, so that fewer new
 * things appear and those cut by the edge are continued.
 *
 * Where the target is taller than the model's window, a window of only sky or only ground would be taken for a whole scene. So the
 * whole is painted small first, and the windows refine this draft; their passes count after the draft's.
 *
 * The picture is the whole region; each window is a final tile of it.
 */
export const outpaint: TaskMaker = ({ card, request, source, whole }) => {
  const { image, mask, region, fade, strength } = checkEdit(request, source);
  const start = knownOnly(mask ? clearMasked(image, mask) : image);
  const plan = planFor(start, request, card);
  const windows = planPasses(plan);
  if (windows.length === 0) {
    throw badRequest('There is nothing to paint here.', 'Drag an edge outward, or paint a mask.');
  }
  const zoom = draftZoom(start, request);
  const small = zoom > 1 ? shrink(start, zoom) : null;
  const smallPlan = draftPlan(plan);
  const draftWindows = smallPlan ? planPasses(smallPlan) : [];
  const first = strengthPlan(whole, strength);
  const refine = small ? strengthPlan(whole, REFINE_STRENGTH) : first;
  // Where nothing is known, there is nothing to start from but noise.
  const blank = start.data.every((value, i) => i % 4 !== 3 || value === 0);
  const steps = draftWindows.length * first.length + windows.length * refine.length;

  return {
    passes: draftWindows.length + windows.length,
    steps: steps + (blank ? whole.length - first.length : 0),
    *paint(own) {
      let draft: RgbaImage | null = null;
      if (small) {
        const sketch = copy(small);
        yield* paintWindows(card, own, {
          canvas: sketch,
          windows: draftWindows,
          first: 0,
          draft: null,
          plan: first,
          whole,
          fade: Math.round(fade / zoom),
          toPlane: (rect) => translate(scaleRect(rect, zoom), region.x, region.y),
          final: false,
        });
        draft = resize(sketch, start.width, start.height);
      }
      const canvas = copy(start);
      yield* paintWindows(card, own, {
        canvas,
        windows,
        first: draftWindows.length,
        draft,
        plan: refine,
        whole,
        fade,
        toPlane: (rect) => translate(rect, region.x, region.y),
        final: true,
      });
      return canvas;
    },
  };
};

const copy = (image: RgbaImage): RgbaImage => ({ ...image, data: image.data.slice() });

function shrink(image: RgbaImage, zoom: number): RgbaImage {
  const { width, height } = draftSize(image, zoom);
  return resize(image, width, height);
}
