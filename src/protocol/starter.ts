/** What the built-in model's card says, for what stands on the screen before the card is read. A test holds it to the card. */
export const STARTER = {
  id: 'starter',
  name: 'Starter',
  size: { native: 256, grid: 32, min: 128, max: 512 },
  defaults: { steps: 12, guidanceScale: 3, sampler: 'flow-euler' },
} as const;
