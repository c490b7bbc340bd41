import type { ModelCard } from '../../models/modelCard';
import { OutpaneError } from '../../protocol/errors';
import type { ErrorCode } from '../../protocol/errors';
import { someRequest } from '../../protocol/testing/someRequest';
import type { EngineEvent, FinishedPicture } from '../../protocol/messages';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { defaultSettings } from '../../settings/settings';
import type { PlacedImage } from '../../editor/editorState';
import type { Job, PictureWork } from '../job';
import type { JobWorld, Task } from '../jobQueue';

export const error = (code: ErrorCode, message: string = code) =>
  new OutpaneError({ code, message, hint: 'Try again.' });

/** Resolves when everything that is on its way without a clock has come. */
export const soon = () => new Promise<void>((resolve) => setTimeout(resolve));

export const pictureOf = (prompt: string, change: Partial<PictureWork['settings']> = {}): PictureWork => ({
  kind: 'picture',
  settings: { ...defaultSettings(), prompt, seed: 100, ...change },
});

export const image = (shade = 0): RgbaImage => ({
  width: 1,
  height: 1,
  data: new Uint8ClampedArray([shade, 0, 0, 255]),
});

const timings = { total: 1, steps: [], previews: 0 };
export const finished = (index: number, prompt = ''): FinishedPicture => ({
  index,
  request: someRequest({ prompt, seed: 100 + index }),
  image: image(index),
  timings,
});

/** One call of the engine, which the test answers. */
interface Call {
  prompt: string;
  tell(event: EngineEvent): void;
  finish(index: number): void;
  done(): void;
  fail(thrown: unknown): void;
  signal: AbortSignal;
}

/** A page without screen, engine and storage. What it was asked for can be looked at; the engine answers when the test says so. */
export class FakeWorld implements JobWorld {
  readonly calls: Call[] = [];
  readonly kept: string[] = [];
  readonly parts: { index: number; parts: readonly PlacedImage[] }[] = [];
  readonly reports: string[] = [];
  readonly written = new Map<string, Job>();
  readonly records = {
    save: (job: Job) => void this.written.set(job.id, job),
    remove: (ids: readonly string[]) => ids.forEach((id) => this.written.delete(id)),
  };
  time = 0;
  /** How the model comes; replaced by tests where it does not. */
  model = (): Promise<ModelCard> => Promise.resolve({} as ModelCard);
  /** How a picture is kept; replaced by tests where it can't be. */
  keep = async (picture: FinishedPicture): Promise<string | null> => `${picture.request.prompt} ${picture.index}`;
  readonly alone: boolean;

  constructor({ alone = true } = {}) {
    this.alone = alone;
  }

  now = () => ++this.time;
  clock = () => this.time;
  report = (thrown: OutpaneError) => void this.reports.push(thrown.message);

  prepare = async ({ work }: Job): Promise<Task> => ({
    request: someRequest({ prompt: work.settings.prompt, pictures: work.settings.pictures, seed: work.settings.seed }),
    region: { x: 0, y: 0, width: 8, height: 8 },
    alone: this.alone,
    keep: async (picture) => {
      const id = await this.keep(picture);
      if (id !== null) this.kept.push(id);
      return id;
    },
    keepParts: async (parts, index) => void this.parts.push({ parts, index }),
  });

  generate = ({ request }: Task, signal: AbortSignal, tell: (event: EngineEvent) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const { prompt } = request;
      // As the real one: it is through with a cancelled request a moment later.
      signal.addEventListener('abort', () => setTimeout(() => reject(error('cancelled'))));
      const finish = (index: number) => tell({ kind: 'picture', picture: finished(index, prompt) });
      this.calls.push({ prompt, tell, finish, done: resolve, fail: reject, signal });
    });

  /** The engine's call for a prompt. */
  call(prompt: string): Call {
    const found = this.calls.findLast((one) => one.prompt === prompt);
    if (!found) throw new Error(`The engine was not asked for "${prompt}".`);
    return found;
  }
}
