import type { Page } from '@playwright/test';
import { App } from './support/app';
import { chooseFiles, downloaded } from './support/files';
import { putRecord, readFrozen, recordsOf, thawInto, type Frozen } from './support/frozen';
import { Gallery } from './support/gallery';
import { readPng } from './support/pictures';
import { expect, test } from './support/test';

/** The frozen document that has everything in it, and the newest picture. */
const DOCUMENT = '11111111-1111-4111-8111-111111111111';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const steps = (page: Page) => page.getByRole('list', { name: 'History' }).getByRole('listitem');

/** The document is the one changed last, so that it is what the app opens. */
function opened(frozen: Frozen): Frozen {
  const documents = frozen.databases.documents?.map((record) => {
    if (record.key !== `head:${DOCUMENT}`) return record;
    return { ...record, json: JSON.stringify({ ...(JSON.parse(record.json) as object), changedAt: Date.now() }) };
  });
  return { ...frozen, databases: { ...frozen.databases, documents: documents ?? [] } };
}

test('what version 1 has left on a device is there: pictures, histories, settings', async ({ page }) => {
  await thawInto(page, opened(readFrozen('v1')));
  const app = new App(page);
  await app.open();
  await expect(app.prompt).toHaveValue('a red apple');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(button(page, 'Candidate 2')).toBeVisible();
  await button(page, 'History').click();
  await expect(steps(page)).toHaveText([
    /expand/,
    /Accept/,
    /vary/,
    /Frame/,
    /Accept/,
    /fill/,
    /Brush/,
    /Generate/,
    /New/,
  ]);
  const others = page.getByRole('region', { name: 'Other edited pictures' });
  await expect(others.getByRole('button', { name: 'a castle' })).toBeVisible();
  await steps(page).filter({ hasText: 'Brush' }).getByRole('button').click();
  await expect(steps(page).locator('[aria-current=step]')).toHaveText(/Brush/);

  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  await gallery.shows(5);
  await gallery.cells
    .filter({ hasNot: page.locator('nothing') })
    .first()
    .click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('photo.jpg');
  await expect(page.getByRole('region', { name: 'Can’t be read by this version' })).toHaveCount(0);
});

test('what a newer version has left is kept through edit, sweep, reload, backup and restore, and is seen', async ({
  page,
  browser,
  baseURL,
}) => {
  const frozen = opened(readFrozen('v1'));
  await thawInto(page, frozen);
  // The newer version has gone on with the document, made a picture anew, and changed another's request.
  const entries = (frozen.databases.documents ?? []).filter(({ key }) => key.startsWith(`entry:${DOCUMENT}`));
  const last = entries.find(({ json }) => json.includes('"label":"vary"'));
  if (!last) throw new Error('no such step');
  await putRecord(page, 'documents', last.key, { version: 2, label: 'Regions', at: 5, layers: ['x'] });
  await putRecord(page, 'documents', 'head:newer', { version: 2, changedAt: Date.now() + 1000, branches: {} });
  await putRecord(page, 'documents', 'tile:newer:x', { of: 'the newer version' });
  const keys = (frozen.databases.pictureMeta ?? []).map(({ key }) => key);
  const [first = '', second = ''] = keys;
  await putRecord(page, 'pictureMeta', first, {
    version: 2,
    id: first,
    createdAt: Date.UTC(2026, 10, 20),
    what: 'new',
  });
  const meta = JSON.parse(frozen.databases.pictureMeta?.[1]?.json ?? '') as object;
  await putRecord(page, 'pictureMeta', second, { ...meta, request: { version: 2, task: 'textToImage' } });
  const before = {
    documents: await recordsOf(page, 'documents'),
    metas: await recordsOf(page, 'pictureMeta'),
    pictures: await recordsOf(page, 'pictures'),
  };
  const expectKept = async (where: Page) => {
    expect(await recordsOf(where, 'documents')).toMatchObject(before.documents);
    expect((await recordsOf(where, 'pictureMeta'))[first]).toBe(before.metas[first]);
    expect((await recordsOf(where, 'pictures'))[first]).toBe(before.pictures[first]);
  };

  const app = new App(page);
  await app.open();
  await button(page, 'History').click();
  await expect(steps(page)).toHaveCount(9);
  const unread = steps(page).filter({ hasText: 'Regions: can’t be read by this version' });
  await expect(unread).toBeVisible();
  await expect(unread.getByRole('button')).toHaveCount(0);
  const others = page.getByRole('region', { name: 'Other edited pictures' });
  const newer = others.getByRole('listitem').filter({ hasText: 'Can’t be read by this version' });
  await expect(newer).toHaveCount(1);
  const copy = await downloaded(page, () => newer.getByRole('button', { name: 'Save a copy' }).click());
  expect(copy.name).toMatch(/^outpane-edited-picture-.*\.zip$/);
  // An edit of the copy, written and read again.
  await steps(page).filter({ hasText: 'Frame' }).getByRole('button').click();
  await expect(page.getByText('Kept on this device.')).toBeVisible();
  await page.reload();
  await expect(app.canvas).toBeVisible();
  await button(page, 'History').click();
  await expect(unread).toBeVisible();
  await expect(steps(page).locator('[aria-current=step]')).toHaveText(/Frame/);
  await expectKept(page);

  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  await gallery.shows(4);
  const section = page.getByRole('region', { name: 'Can’t be read by this version' });
  await expect(section.getByRole('listitem')).toHaveText([/Nov \d+, 2026/]);
  const png = await downloaded(page, () => section.getByRole('button', { name: 'Save a copy' }).click());
  expect([readPng(png.path).width, readPng(png.path).height]).toEqual([64, 64]);
  // Its deletion is undone before anything is written.
  await section.getByRole('button', { name: 'Delete' }).click();
  await expect(section).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await expectKept(page);
  const backup = await downloaded(page, () => gallery.all('Back up everything'));

  const context = await browser.newContext({ baseURL });
  const device = await context.newPage();
  await new App(device).open();
  await device.goto('/#/gallery');
  const restored = new Gallery(device);
  await restored.region.getByRole('button', { name: 'Import, export and backup' }).click();
  await chooseFiles(device, () => device.getByRole('menuitem', { name: 'Restore a backup' }).click(), backup.path);
  await expect(device.getByText(/5 pictures added/)).toBeVisible();
  await restored.shows(4);
  await expect(device.getByRole('region', { name: 'Can’t be read by this version' })).toBeVisible();
  await expectKept(device);
  await context.close();
});
