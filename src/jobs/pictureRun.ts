import type { ModelCard } from '../models/modelCard';
import { addResult } from '../library/results';
import { openResult } from '../library/openedResult';
import { toRequest } from '../settings/settings';
import type { PictureWork } from './job';
import type { Task } from './jobQueue';

/** Makes a picture of its own ready to run. It becomes a result, and lies on the table where the person has watched it form. */
export function pictureTask({ settings }: PictureWork, isWatched: () => boolean, card: ModelCard): Task {
  const request = toRequest(settings, card);
  const { width, height } = request;
  return {
    request,
    region: { x: 0, y: 0, width, height },
    alone: true,
    keep: async (picture) => {
      const { id } = await addResult(picture);
      // Whoever has gone on to another picture meanwhile is not called back from it.
      if (isWatched()) await openResult(id, picture.image);
      return id;
    },
  };
}
