import * as v from 'valibot';
import { generationRequestSchema } from '../protocol/generationRequest';
import { pictureSettingsSchema, settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';

/** What is known about a kept picture, without its pixels. */
export const pictureMetaSchema = v.object({
  /** Sorts by the time of making: newest last. */
  id: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  /** Of this one picture, complete: `pictures` is 1 and `seed` its own. Null for pictures that Outpane has not made. */
  request: v.nullable(generationRequestSchema),
  /** Only of pictures that Outpane has not made: what is known about them. */
  imported: v.optional(
    v.object({
      /** The file's name, without its folders. */
      name: v.pipe(v.string(), v.maxLength(300)),
      /** sha256 of the file that came in, which tells it from others. */
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** What another tool wrote into it. */
      settings: v.nullable(pictureSettingsSchema),
    }),
  ),
  /** In pixels; larger than the request's where the picture was grown. */
  width: v.number(),
  height: v.number(),
  /** Of the PNG. */
  bytes: v.number(),
  /** How long it took. */
  seconds: v.number(),
  /** What made it, as the engine named it. */
  engine: v.nullable(v.object({ backend: v.picklist(['webgpu', 'wasm']), adapter: v.string() })),
  favourite: v.boolean(),
  /** Set while a deletion can still be undone; milliseconds since 1970. */
  deletedAt: v.nullable(v.number()),
});

export type PictureMeta = v.InferOutput<typeof pictureMetaSchema>;

type Origin = Pick<PictureMeta, 'request' | 'imported'>;

/** How a picture was made, whichever tool made it; null where it does not say. */
export const settingsOf = ({ request, imported }: Origin): PictureSettings | null =>
  request ? settingsOfRequest(request) : (imported?.settings ?? null);

/** The words that a picture was made from; empty where it carries none. */
export const promptOf = ({ request, imported }: Origin): string => request?.prompt ?? imported?.settings?.prompt ?? '';

/** What a picture is called: by its words, else by the file that it came from. */
export const titleOf = (meta: Origin): string => promptOf(meta) || meta.imported?.name || 'No prompt';

/** The model that made a picture: our id or another tool's name; null where nothing says. */
export const modelOf = ({ request, imported }: Origin): string | null =>
  request?.model.id ?? imported?.settings?.model.name ?? null;
