import type { Component } from '../models/modelCard';
import { internalError } from '../protocol/errors';
import type { FloatTensor, Session } from '../runtime/runtime';

/**
 * Runs a graph by the roles its card names. Roles the graph has no input for (an attention mask, say) are left out. Returns the output
 * of the given role; throws `internal` when the card names none.
 */
export async function runComponent(
  session: Session,
  component: Component,
  feeds: Readonly<Record<string, FloatTensor>>,
  output: string,
): Promise<FloatTensor> {
  const named: Record<string, FloatTensor> = {};
  for (const [role, tensor] of Object.entries(feeds)) {
    const name = component.inputs[role];
    if (name !== undefined) named[name] = tensor;
  }
  const results = await session.run(named);
  const result = results[component.outputs[output] ?? ''];
  if (result) return result;
  throw internalError(
    'The model’s card does not fit its files.',
    'Your pictures and settings are safe. Choose another model.',
    `no output "${output}" of ${component.graph}`,
  );
}
