import { badRequest } from '../../protocol/errors';
import type { GenerationRequest, Intent } from '../../protocol/generationRequest';
import type { Rect } from '../../geometry/rect';
import type { Source } from '../../protocol/messages';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';

/** An edit whose parts fit together. */
export interface CheckedEdit {
  image: RgbaImage;
  mask?: Mask;
  /** Of the image, on the plane. */
  region: Rect;
  fade: number;
  strength: number;
  intent: Intent;
}

/** Throws `bad-request` when the request is no edit, or its picture and mask don't have the size it names. */
export function checkEdit(request: GenerationRequest, source: Source | undefined): CheckedEdit {
  const { edit } = request;
  if (!edit || !source) {
    throw badRequest('There is no picture to edit.', 'Open a picture or make one first.', 'edit or source missing');
  }
  const { image, mask } = source;
  const { region } = edit;
  const fits = (part: RgbaImage | Mask, channels: number) =>
    part.width === region.width &&
    part.height === region.height &&
    part.data.length === part.width * part.height * channels;
  if (!fits(image, 4) || (mask && !fits(mask, 1)) || region.width * region.height === 0) {
    throw badRequest(
      'The picture does not have the size that the edit names.',
      'Nothing was changed. Select the place again.',
      `region ${region.width} x ${region.height}, picture ${image.width} x ${image.height}, mask ${mask ? `${mask.width} x ${mask.height}` : 'none'}`,
    );
  }
  return { image, mask, region, fade: edit.fade, strength: edit.strength, intent: edit.intent };
}
