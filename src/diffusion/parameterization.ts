import type { ModelCard } from '../models/modelCard';
import { preconditionAt, type Preconditioning } from './process';

/**
 * What a network's output means at noise level sigma of a flow, the only process that cards of format 1 know. `input`: the network is shown x
 * as it is. In the form that the pipelines take until they ask a `Process`.
 */
export function precondition(kind: ModelCard['parameterization'], sigma: number): Preconditioning & { input: number } {
  return { ...preconditionAt(kind, { clean: 1 - sigma, noise: sigma }), input: 1 };
}
