// The app's own pipeline in Node, for the scripts that draw. They load this through Vite, because src/ is TypeScript.
import { pathToFileURL } from 'node:url';
import { resize } from '../src/imaging/resize';
import { readCard } from '../src/models/readCard';
import { collect, picturesOf } from '../src/pipeline/testing/collect';
import { loadFolder } from '../src/pipeline/testing/loadStarter';
import { pictureDifference } from '../src/pipeline/testing/oracle';
import { paintPictures } from '../src/pipeline/paintPictures';
import type { GenerationRequest } from '../src/protocol/generationRequest';
import type { RgbaImage } from '../src/protocol/rgbaImage';

export { pictureDifference, resize };

export type Wish = Pick<GenerationRequest, 'prompt' | 'seed'> &
  Partial<Pick<GenerationRequest, 'negativePrompt' | 'steps' | 'guidanceScale' | 'width' | 'height'>>;

export interface Drawing {
  /** One picture, with the card's own settings where the wish names none. */
  draw(wish: Wish): Promise<RgbaImage>;
  dispose(): Promise<void>;
}

/** Loads the model in `folder` with the card's text. Throws what reading the card and making sessions throw. */
export async function openDrawing(folder: string, cardText: string): Promise<Drawing> {
  const card = readCard(cardText);
  const model = await loadFolder(pathToFileURL(`${folder}/`), card);
  const { defaults, size } = card;
  return {
    draw: async (wish) => {
      const request: GenerationRequest = {
        version: 1,
        mode: 'textToImage',
        model: { id: card.id, revision: card.revision },
        negativePrompt: '',
        steps: defaults.steps,
        guidanceScale: defaults.guidanceScale,
        sampler: defaults.sampler,
        width: size.native,
        height: size.native,
        pictures: 1,
        ...wish,
      };
      const [picture] = picturesOf(await collect(paintPictures(model, request, { preview: 'off' })));
      if (!picture) throw new Error(`No picture of "${wish.prompt}" came out.`);
      return picture.image;
    },
    dispose: () => model.dispose(),
  };
}
