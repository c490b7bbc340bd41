import { stripMetadata } from '../metadata/stripMetadata';
import type { PictureMeta } from '../storage/pictureMeta';
import { sha256 } from '../storage/sha256';

type Origin = Pick<PictureMeta, 'request' | 'imported'>;

/**
 * The pictures of the gallery, to tell which of those that come in need not be kept twice. A file of another tool is known by
 * its bytes. One of ours is known by its request and its pixels: pictures that were edited by hand, or cut out of a larger one,
 * can share a request. The pixels of those that are here are read only where the requests agree.
 */
export class PicturesHere {
  readonly #known = new Set<string>();
  /** By request: ids of those whose pixels nobody has looked at. */
  readonly #unread = new Map<string, string[]>();

  constructor(
    pictures: readonly PictureMeta[],
    private readonly readPng: (id: string) => Promise<Blob | undefined>,
  ) {
    for (const { id, request, imported } of pictures) {
      if (imported) this.#known.add(imported.sha256);
      if (!request) continue;
      const key = JSON.stringify(request);
      this.#unread.set(key, [...(this.#unread.get(key) ?? []), id]);
    }
  }

  /** What tells the picture from others, for `has` and `add`. */
  async identityOf({ request, imported }: Origin, png: Blob): Promise<string> {
    if (!request) return imported?.sha256 ?? '';
    const key = JSON.stringify(request);
    const identity = async (picture: Blob) => `${key} ${await hashOfPixels(picture)}`;
    const ids = this.#unread.get(key) ?? [];
    this.#unread.delete(key);
    for (const id of ids) {
      const kept = await this.readPng(id);
      if (kept) this.add(await identity(kept));
    }
    return identity(png);
  }

  has(identity: string): boolean {
    return this.#known.has(identity);
  }

  add(identity: string): void {
    this.#known.add(identity);
  }
}

/** Of the PNG without all that is said in it: the same pixels, compressed by another program, count as other ones. */
async function hashOfPixels(png: Blob): Promise<string> {
  const bytes = new Uint8Array(await png.arrayBuffer());
  const bare = stripMetadata(bytes);
  return sha256(bare.ok ? bare.value : bytes);
}
