import type { ModelCard } from '../models/modelCard';
import { saidPrompts, type PictureSettings } from '../protocol/pictureSettings';
import { clampTo, RANGES, type Range } from '../protocol/ranges';
import { STARTER } from '../protocol/starter';
import { useModel } from '../engineState/model';
import type { Settings } from '../settings/settings';
import { fitSize } from '../settings/sizes';

/** The app's own settings from a picture's. What it does not say stays as it is, and so does what this model can't do. */
export function toSettings(picture: PictureSettings): Partial<Settings> {
  const { card } = useModel.getState();
  const { prompt, negativePrompt } = saidPrompts(picture);
  const { seed, variation, steps, guidanceScale, sampler } = picture;
  const size = sizeOf(picture);
  return {
    ...(prompt === null ? {} : { prompt: prompt.slice(0, RANGES.prompt.max) }),
    ...(negativePrompt === null ? {} : { negativePrompt: negativePrompt.slice(0, RANGES.prompt.max) }),
    // A prompt that is taken has the style's words in it already.
    ...(prompt === null ? {} : { style: '' }),
    ...(seed === null ? {} : { seed, randomSeed: false, variation: variation ?? null }),
    ...(steps === null ? {} : { steps: clampTo(RANGES.steps, steps) }),
    ...(guidanceScale === null ? {} : { guidanceScale: clampTo(RANGES.guidanceScale, guidanceScale) }),
    ...(sampler?.id && hasSampler(sampler.id, card) ? { sampler: sampler.id } : {}),
    ...(size ? fitSize(size, card?.size ?? STARTER.size) : {}),
  };
}

/** What will be different here from where the picture was made, one sentence each. */
export function differences(picture: PictureSettings, card: ModelCard | null): string[] {
  const { source, model, sampler, strength } = picture;
  const isOwn = source === 'outpane';
  const isOther = card !== null && model.name !== null && model.name !== card.id;
  const isRenewed = isOwn && !isOther && card !== null && model.hash !== null && model.hash !== card.revision;
  const size = sizeOf(picture);
  const fitted = size && fitSize(size, card?.size ?? STARTER.size);
  const isFitted = size && fitted && (size.width !== fitted.width || size.height !== fitted.height);
  return [
    isOther && `Made with ${model.name}. Here it is ${card.name}, so the picture will be another one.`,
    isRenewed && `${card.name} has changed since it was made, so it will not come out the same.`,
    sampler &&
      !(sampler.id && hasSampler(sampler.id, card)) &&
      `The sampler ${sampler.name} is not here; the one that is set stays.`,
    beyond('Steps', picture.steps, RANGES.steps),
    beyond('Guidance', picture.guidanceScale, RANGES.guidanceScale),
    isFitted && `Size ${sizeText(size)} is not possible here; it becomes ${sizeText(fitted)}.`,
    isOwn && strength !== null && 'Made by changing another picture, which is not part of the settings.',
    !isOwn &&
      strength !== null &&
      strength < 1 &&
      `Strength ${strength} is for changing a picture; it is not part of the settings here.`,
  ].filter((sentence) => typeof sentence === 'string');
}

/** Of a number that another version could do. */
function beyond(name: string, value: number | null, range: Range): string | null {
  if (value === null || clampTo(range, value) === value) return null;
  return `${name} ${value} is not possible here; it becomes ${clampTo(range, value)}.`;
}

const hasSampler = (id: string, card: ModelCard | null) => card?.samplers.includes(id) ?? true;

const sizeOf = ({ width, height }: PictureSettings) => (width !== null && height !== null ? { width, height } : null);

export const sizeText = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;
