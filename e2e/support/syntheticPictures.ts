import type { Page } from '@playwright/test';

/**
 * Puts pictures into the page's storage, as if they had been made one an hour until now: small coloured ones, every ninth a
 * favourite, every eleventh by another model. The page has to be loaded (its databases are there) and reloaded afterwards.
 */
export async function keepSyntheticPictures(page: Page, count: number): Promise<void> {
  await page.evaluate(async (pictures) => {
    const words = 'a red apple on green grass under a blue sky house tree dog cat snowman rocket cake panda'.split(' ');
    const draw = (side: number, hue: number) => {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = `oklch(0.85 0.08 ${hue})`;
      context.fillRect(0, 0, side, side);
      context.fillStyle = `oklch(0.6 0.2 ${hue + 120})`;
      context.beginPath();
      context.arc(side / 2, side / 2, side / 3, 0, 7);
      context.fill();
      return canvas;
    };
    const drawn = await Promise.all(
      Array.from({ length: 24 }, async (_, i) => ({
        png: await draw(256, i * 15).convertToBlob({ type: 'image/png' }),
        thumbnail: await draw(192, i * 15).convertToBlob({ type: 'image/webp', quality: 0.85 }),
      })),
    );
    const open = (store: string, database: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(database);
        request.onupgradeneeded = () => request.result.createObjectStore(store);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const write = async (store: string, database: string, entries: [string, unknown][]) => {
      const db = await open(store, database);
      for (let at = 0; at < entries.length; at += 500) {
        const transaction = db.transaction(store, 'readwrite');
        for (const [key, value] of entries.slice(at, at + 500)) transaction.objectStore(store).put(value, key);
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onerror = () => reject(transaction.error);
        });
      }
      db.close();
    };
    const now = Date.now();
    const made = Array.from({ length: pictures }, (_, i) => {
      const createdAt = now - (pictures - i) * 3_600_000;
      const prompt = Array.from({ length: 5 + (i % 9) }, (_, k) => words[(i * 7 + k * 3 + (i >> 3)) % words.length]);
      const picture = drawn[i % drawn.length];
      if (!picture) throw new Error('nothing was drawn');
      const { png, thumbnail } = picture;
      const meta = {
        id: `${createdAt.toString(36).padStart(9, '0')}-${i.toString(16).padStart(8, '0')}`,
        createdAt,
        request: {
          version: 1,
          mode: 'textToImage',
          model: { id: i % 11 === 0 ? 'another' : 'starter', revision: '1' },
          prompt: prompt.join(' '),
          negativePrompt: '',
          seed: i,
          steps: 12,
          guidanceScale: 3,
          sampler: 'flow-euler',
          width: 256,
          height: 256,
          pictures: 1,
        },
        width: 256,
        height: 256,
        bytes: png.size,
        seconds: 2,
        engine: { backend: 'wasm', adapter: 'CPU' },
        favourite: i % 9 === 0,
        deletedAt: null,
      };
      return { meta, png, thumbnail };
    });
    await write(
      'pictures',
      'outpane-pictures',
      made.map(({ meta, png }) => [meta.id, png]),
    );
    await write(
      'thumbnails',
      'outpane-thumbnails',
      made.map(({ meta, thumbnail }) => [meta.id, thumbnail]),
    );
    await write(
      'pictureMeta',
      'outpane-picture-meta',
      made.map(({ meta }) => [meta.id, meta]),
    );
  }, count);
}
