import type { Page } from '@playwright/test';
import { App } from './support/app';
import { dist } from './support/builds';
import { expect, test } from './support/hostTest';
import { meanDifference } from './support/pictures';
import { nextRevision } from './support/revision';

const APPLE = { prompt: 'a red apple', seed: 7, steps: 8, guidanceScale: 4 };

/** sha256 of the files that have chunks on this device. */
const storedFiles = (page: Page) =>
  page.evaluate(async () => {
    const request = indexedDB.open('outpane-weights');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all = db.transaction('weights').objectStore('weights').getAllKeys();
    const keys = await new Promise<IDBValidKey[]>((resolve) => (all.onsuccess = () => resolve(all.result)));
    db.close();
    return [...new Set(keys.map((key) => String(key).replace(/:.*/s, '')))];
  });

/** The revision that made the picture which is shown. */
async function revisionOfPicture(page: Page): Promise<string> {
  const bar = page.getByRole('region', { name: 'Picture' });
  await bar.getByRole('button', { name: 'Show details' }).click();
  const model = await bar.getByRole('definition').filter({ hasText: 'revision' }).textContent();
  await bar.getByRole('button', { name: 'Hide details' }).click();
  return /revision (\S+)$/.exec(model ?? '')?.[1] ?? '';
}

test('a new revision arrives beside the old one, which draws until the new one is whole and no run is under way', async ({
  context,
  serve,
}) => {
  // Five runs and three visits: a busy machine needs its time.
  test.setTimeout(300_000);
  const revision = nextRevision(dist);
  const host = await serve({ folder: dist, isolationHeaders: true, starter: true });
  const page = await context.newPage();
  const app = new App(page);
  const ready = page.getByRole('status').filter({ hasText: 'Ready' });
  const onItsWay = page.getByText(/newer version is on its way/);
  const isHere = page.getByText(/newer version is here/);
  const renewed = page.getByText(/Starter was renewed/);
  const modelRequests = () => host.requests.filter((path) => path.startsWith('models/') && !path.endsWith('card.json'));

  await page.goto(host.url);
  await expect(ready).toBeVisible();
  await app.generate(APPLE);
  const before = await app.download();
  expect(await revisionOfPicture(page)).toBe(revision.old);
  const oldFiles = await storedFiles(page);
  expect(oldFiles).toContain(revision.hashes.old);

  // The new one is deployed, and its file takes its time.
  revision.files.forEach((bytes, path) => host.overlay.set(path, bytes));
  const letGo = host.hold(revision.unet);
  host.requests.length = 0;
  await page.reload();
  await expect(onItsWay).toBeVisible();
  await app.generate(APPLE);
  await expect(onItsWay).toBeVisible();
  expect(meanDifference(await app.download(), before)).toBeLessThan(0.01);
  expect(await revisionOfPicture(page)).toBe(revision.old);

  // It becomes whole in the middle of a run, which goes on as it began.
  await app.set({ ...APPLE, steps: 16, pictures: 4 });
  await app.generateButton.click();
  await expect(page.getByRole('status').filter({ hasText: /Step \d+ of 16/ })).toBeVisible();
  letGo();
  await expect(isHere).toBeVisible();
  await expect(app.cancelButton).toBeVisible();
  await expect(app.results.getByRole('listitem')).toHaveCount(3);
  await expect(isHere).toBeVisible();
  await app.cancelButton.click();
  await expect(renewed).toBeVisible();
  await expect(isHere).toBeHidden();
  expect(await revisionOfPicture(page)).toBe(revision.old);

  await app.generate({ ...APPLE, pictures: 1 });
  expect(await revisionOfPicture(page)).toBe(revision.next);
  expect(meanDifference(await app.download(), before)).toBeGreaterThan(2);
  expect(new Set(modelRequests())).toEqual(new Set([revision.unet]));
  const files = await storedFiles(page);
  const other = (hash: string) => hash !== revision.hashes.old && hash !== revision.hashes.next;
  expect(files).toContain(revision.hashes.next);
  expect(files).not.toContain(revision.hashes.old);
  expect(files.filter(other).toSorted()).toEqual(oldFiles.filter(other).toSorted());

  // The oldest picture says who made it, and taking its settings says that the model is another one now.
  await app.results.getByRole('listitem').last().getByRole('button').first().click();
  await expect.poll(() => revisionOfPicture(page)).toBe(revision.old);
  await page.getByRole('button', { name: 'Use settings' }).click();
  await expect(page.getByText(/Starter has changed since it was made/)).toBeVisible();

  host.requests.length = 0;
  await page.reload();
  await expect(ready).toBeVisible();
  await expect(onItsWay).toBeHidden();
  await app.generate({ ...APPLE, steps: 4 });
  expect(await revisionOfPicture(page)).toBe(revision.next);
  expect(modelRequests()).toEqual([]);
});
