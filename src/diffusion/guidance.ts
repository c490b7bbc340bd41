/**
 * Weights of the two passes of classifier-free guidance (Ho and Salimans, 2022): guided = unconditional + scale * (conditional -
 * unconditional). At scale 1 the unconditional pass has no weight and need not be made.
 */
export function guidanceWeights(scale: number): { conditional: number; unconditional: number } {
  return { conditional: scale, unconditional: 1 - scale };
}

/** Whether the second pass is needed. */
export function isGuided(scale: number): boolean {
  return scale !== 1;
}
