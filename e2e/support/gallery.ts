import { expect, type Locator, type Page } from '@playwright/test';
import { App } from './app';
import { chooseFiles } from './files';
import { keepSyntheticPictures } from './syntheticPictures';

/** The gallery as a person sees it. */
export class Gallery {
  readonly region: Locator;
  readonly grid: Locator;
  readonly cells: Locator;
  readonly chosen: Locator;
  readonly search: Locator;

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Gallery' });
    this.grid = this.region.getByRole('grid', { name: 'Pictures' });
    this.cells = this.grid.getByRole('gridcell');
    this.chosen = this.grid.getByRole('gridcell', { selected: true });
    this.search = page.getByRole('searchbox', { name: 'Search' });
  }

  /** Opens the gallery's own address with so many synthetic pictures in it. */
  static async withPictures(page: Page, count: number): Promise<Gallery> {
    await new App(page).open();
    await keepSyntheticPictures(page, count);
    await page.goto('/#/gallery');
    await page.reload();
    const gallery = new Gallery(page);
    await gallery.shows(count);
    return gallery;
  }

  async shows(count: number): Promise<void> {
    const words = `${count.toLocaleString('en')} ${count === 1 ? 'picture' : 'pictures'} shown`;
    await expect(this.region.getByRole('status').filter({ hasText: words })).toBeAttached();
  }

  /** Imports files by the menu. */
  async import(files: Parameters<typeof chooseFiles>[2]): Promise<void> {
    await this.region.getByRole('button', { name: 'Import, export and backup' }).click();
    await chooseFiles(
      this.page,
      () => this.page.getByRole('menuitem', { name: 'Import pictures or zip' }).click(),
      files,
    );
  }

  /** Commands for what is chosen. */
  command(name: string): Locator {
    return this.region.getByRole('group', { name: 'Picture commands' }).getByRole('button', { name, exact: true });
  }

  async all(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Import, export and backup' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  async choose(button: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: button }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }
}
