/**
 * Our samplers, with the names under which other tools run the same recurrence: A1111's first (that one is written), then
 * those of ComfyUI, InvokeAI and Fooocus. A sampler that computes something else has no line here.
 */
const NAMES: readonly { id: string; names: readonly [string, ...string[]] }[] = [
  { id: 'flow-euler', names: ['Euler', 'euler', 'k_euler'] },
  { id: 'flow-heun', names: ['Heun', 'heun', 'k_heun'] },
];
/** Spacings of the noise levels that say nothing about the recurrence and are the usual ones. */
const PLAIN_SCHEDULE = /[ _(]+(automatic|native|normal|simple|uniform)\)?$/;

/** Our id for another tool's sampler name, where ours computes the same; our own ids stay themselves. Else null. */
export function samplerIdOf(name: string): string | null {
  const plain = name.toLowerCase().replace(PLAIN_SCHEDULE, '');
  return (
    NAMES.find(({ id, names }) => id === plain || names.some((other) => other.toLowerCase() === plain))?.id ?? null
  );
}

/** The name that other tools know, or our id where they have none. */
export function samplerNameOf(id: string): string {
  return NAMES.find((sampler) => sampler.id === id)?.names[0] ?? id;
}
