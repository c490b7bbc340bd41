import type { Page } from '@playwright/test';
import { App } from './support/app';
import { button, exportedPixels, scene } from './support/editor';
import { chooseFiles } from './support/files';
import { expect, test } from './support/test';

/** What the canvas says that lies on it. */
const picture = (page: Page, width: number, height: number) =>
  page.getByRole('img', { name: `Picture, ${width} by ${height} pixels` });

/** 64 x 48 pixels, red above green, by Pillow. */
const AVIF =
  'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAA' +
  'AQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAOQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAA' +
  'FGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAA' +
  'QW1kYXQSAAoJGBV/vaICGg0IMioXh4eGIYSSSSZQAAAAwhApoiqxXAuDWCzN9YWpHxHWFEAP2SdOrtdrsBg=';

test('pictures come by choosing, dropping and pasting, upright and scaled where they are too large', async ({
  page,
}) => {
  const app = new App(page);
  await app.open();
  /** Makes a file in the page and hands it over. */
  const give = (how: 'drop' | 'paste', make: { png: string } | { jpeg: [number, number] }) =>
    page.evaluate(
      async ([way, source]) => {
        let bytes: Uint8Array<ArrayBuffer>;
        if ('png' in source) {
          bytes = Uint8Array.from(atob(source.png), (c) => c.charCodeAt(0));
        } else {
          const canvas = new OffscreenCanvas(...source.jpeg);
          canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
          const plain = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
          // EXIF with one entry: orientation 6, to be turned by 90 degrees.
          const exif = [
            ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
            ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
          ];
          bytes = new Uint8Array([...plain.subarray(0, 2), ...exif, ...plain.subarray(2)]);
        }
        const data = new DataTransfer();
        const type = 'png' in source ? 'image/png' : 'image/jpeg';
        data.items.add(new File([bytes], 'given', { type }));
        const event =
          way === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      },
      [how, make] as const,
    );
  const avif = { name: 'a.avif', mimeType: 'image/avif', buffer: Buffer.from(AVIF, 'base64') };
  await chooseFiles(page, () => button(page, 'Open picture').click(), avif);
  await expect(picture(page, 64, 48)).toBeVisible();
  const { data } = await exportedPixels(page);
  for (const [channel, value] of [200, 60, 40].entries())
    expect(Math.abs((data[channel] ?? NaN) - value)).toBeLessThan(12);
  await give('drop', { png: scene(300, 200).toString('base64') });
  await expect(picture(page, 300, 200)).toBeVisible();
  await give('paste', { jpeg: [320, 100] });
  await expect(picture(page, 100, 320)).toBeVisible();
  await give('paste', { jpeg: [5000, 4000] });
  await expect(picture(page, 3663, 4579)).toBeVisible();
  await expect(page.getByText('The picture was scaled from 4000 × 5000 to 3663 × 4579')).toBeVisible();
  await page.keyboard.press('n');
  await expect(button(page, 'Expand right')).toHaveCount(0);
  for (let i = 0; i < 3; i++) await button(page, 'Undo').click();
  await expect(picture(page, 300, 200)).toBeVisible();
});
