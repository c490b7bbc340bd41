import { fillByEdge } from '../../imaging/fill';
import { resize } from '../../imaging/resize';
import { checkEdit } from './checkEdit';
import { strengthPlan } from './strengthPlan';
import { unchanged, type TaskMaker } from './task';

/**
 * A whole picture painted over: it gets noise for the edit's strength and is denoised from there (SDEdit, Meng et al., 2021). The source
 * has the size of its place; the model works at the request's, and what it paints is brought back to the place's. What is unknown in the
 * source is filled from its edges; its mask is not looked at. Strength 0 gives the source back.
 */
export const imageToImage: TaskMaker = ({ request, source, whole }) => {
  const { image, region, strength } = checkEdit(request, source);
  if (strength === 0) return unchanged(image);
  const plan = strengthPlan(whole, strength);
  const shown = () => fillByEdge(resize(image, request.width, request.height));
  return {
    passes: 1,
    steps: plan.length,
    *paint(own) {
      const painted = yield { kind: 'pass', noise: own, region, plan, shown };
      return resize(painted, region.width, region.height);
    },
  };
};
