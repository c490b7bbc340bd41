// A browser's page for what Node can't do alone: encoding WebP, setting words under pictures.
/* global OffscreenCanvas, ImageData */
import { chromium } from '@playwright/test';
import { ensureChromium, findChromium } from './chromium.mjs';

/** Gives `task` an empty page and closes it whatever happens. */
export async function withPage(task) {
  ensureChromium();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    return await task(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** The picture { width, height, data: RGBA bytes } as WebP; quality 0..1. */
export async function encodeWebp(page, { width, height, data }, quality) {
  const pixels = Buffer.from(data).toString('base64');
  const encoded = await page.evaluate(
    async ([width, height, pixels, quality]) => {
      const bytes = Uint8ClampedArray.from(atob(pixels), (letter) => letter.charCodeAt(0));
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d').putImageData(new ImageData(bytes, width, height), 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    [width, height, pixels, quality],
  );
  return Buffer.from(encoded, 'base64');
}
