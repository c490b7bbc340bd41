import type { Component } from '../models/modelCard';
import { internalError } from '../protocol/errors';
import type { FloatTensor, Session, TensorInfo } from '../runtime/runtime';

/** One graph of a model, fed and read by the roles that its card names (modelCard.ts lists them). Its session is made when it is first wanted. */
export interface ModelPart {
  /** Makes the session, if there is none. */
  load(): Promise<void>;
  /** What the graph says about the input of a role; undefined where it has none for it. */
  input(role: string): Promise<TensorInfo | undefined>;
  /**
   * The output of the given role. Roles the graph has no input for (an attention mask, say) are left out. Throws `internal` when the card
   * names no such output, and what the runtime throws.
   */
  run(feeds: Readonly<Record<string, FloatTensor>>, output: string): Promise<FloatTensor>;
  /** Gives the memory back, if there is any; a later run makes the session again. */
  release(): Promise<void>;
}

/** A part whose session `create` makes. A failed attempt is forgotten, so that the next use tries again. */
export function modelPart(component: Component, create: () => Promise<Session>): ModelPart {
  let made: Promise<Session> | null = null;
  const session = (): Promise<Session> => {
    made ??= create().catch((thrown: unknown) => {
      made = null;
      throw thrown;
    });
    return made;
  };

  return {
    load: async () => void (await session()),
    input: async (role) => {
      const name = component.inputs[role];
      return name === undefined ? undefined : (await session()).inputs[name];
    },
    run: async (feeds, output) => {
      const name = component.outputs[output] ?? '';
      const { outputs, run } = await session();
      const result = name in outputs ? (await run(byName(component, feeds), [name]))[name] : undefined;
      if (!result) throw badCard(component, output);
      return result;
    },
    release: async () => {
      const last = made;
      made = null;
      const open = await last?.catch(() => null);
      await open?.release();
    },
  };
}

function byName({ inputs }: Component, feeds: Readonly<Record<string, FloatTensor>>): Record<string, FloatTensor> {
  const named: Record<string, FloatTensor> = {};
  for (const [role, tensor] of Object.entries(feeds)) {
    const name = inputs[role];
    if (name !== undefined) named[name] = tensor;
  }
  return named;
}

const badCard = ({ graph }: Component, output: string) =>
  internalError(
    'The model’s card does not fit its files.',
    'Your pictures and settings are safe. Choose another model.',
    `no output "${output}" of ${graph}`,
  );
