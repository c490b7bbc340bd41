/** What samplers are called, by their names in cards and requests. */
const NAMES: Record<string, { label: string; note: string }> = {
  'flow-euler': { label: 'Flow Euler', note: 'Fast, one pass a step' },
  'flow-heun': { label: 'Flow Heun', note: 'Finer, two passes a step' },
};

export const samplerName = (sampler: string) => NAMES[sampler]?.label ?? sampler;
export const samplerNote = (sampler: string) => NAMES[sampler]?.note;
