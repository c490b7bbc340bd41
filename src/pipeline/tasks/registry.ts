import { badRequest } from '../../protocol/errors';
import type { GenerationMode } from '../../protocol/generationRequest';
import { imageToImage } from './imageToImage';
import { inpaint } from './inpaint';
import { outpaint } from './outpaint';
import type { TaskMaker } from './task';
import { textToImage } from './textToImage';

const tasks: Record<GenerationMode, TaskMaker> = { textToImage, imageToImage, inpaint, outpaint };

/** What makes a picture, by the request's mode. Throws `bad-request` for one of a newer version of Outpane. */
export function findTask(mode: GenerationMode): TaskMaker {
  const task = Object.hasOwn(tasks, mode) ? tasks[mode] : undefined;
  if (task) return task;
  throw badRequest(
    "This version of Outpane can't make that kind of picture.",
    'Your pictures are safe. Reload the page to get the newest version.',
    `mode ${mode}`,
  );
}
