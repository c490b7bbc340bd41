import type { FileChooser, Page } from '@playwright/test';

/** The file that something makes the page save: its suggested name, and where it lies. */
export async function downloaded(page: Page, start: () => Promise<void>): Promise<{ name: string; path: string }> {
  const waiting = page.waitForEvent('download');
  await start();
  const download = await waiting;
  return { name: download.suggestedFilename(), path: await download.path() };
}

/** Drops a PNG with these bytes on the page. */
export async function dropPng(page: Page, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    (data) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(data)], 'dropped.png', { type: 'image/png' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [...bytes],
  );
}

/** Gives files to the chooser that something opens. */
export async function chooseFiles(
  page: Page,
  open: () => Promise<void>,
  files: Parameters<FileChooser['setFiles']>[0],
): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await open();
  await (await choosing).setFiles(files);
}
