import { expect, type Locator, type Page } from '@playwright/test';
import { downloaded } from './files';
import { readPng, type Pixels } from './pictures';

export interface Settings {
  prompt: string;
  negativePrompt?: string;
  seed?: number;
  steps?: number;
  guidanceScale?: number;
  width?: number;
  height?: number;
  pictures?: number;
  sampler?: string;
}

/** Files of the model, as the page fetches them. */
export const MODEL_FILES = /\/models\/starter\/.*(onnx|onnx_data|onnx_data_1|tokenizer\.json|tokenizer_config\.json)$/;

/** The app as a person sees it: its accessible names, and the few ways of using them that many tests share. */
export class App {
  readonly prompt: Locator;
  readonly generateButton: Locator;
  readonly cancelButton: Locator;
  readonly canvas: Locator;
  readonly results: Locator;
  readonly status: Locator;
  readonly engine: Locator;

  constructor(readonly page: Page) {
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    this.generateButton = page.getByRole('button', { name: 'Generate', exact: true });
    this.cancelButton = page.getByRole('button', { name: 'Cancel', exact: true });
    this.canvas = page.getByRole('region', { name: 'Canvas' });
    this.results = page.getByRole('list', { name: 'Results' });
    this.status = page
      .getByRole('status')
      .filter({ hasText: /Step|Done|Cancel|Ready|Download|Load/ })
      .first();
    this.engine = page.getByRole('region', { name: 'Engine' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/${query}`);
    await expect(this.prompt).toBeVisible();
    // The keys, and all else that is done on it, come with it.
    await expect(this.canvas).toBeVisible();
  }

  number(name: string): Locator {
    return this.page.getByRole('spinbutton', { name, exact: true });
  }

  async setNumber(name: string, value: number): Promise<void> {
    await this.number(name).fill(String(value));
    await this.number(name).press('Tab');
    await expect(this.number(name)).toHaveValue(String(value));
  }

  async set(settings: Settings): Promise<void> {
    await this.prompt.fill(settings.prompt);
    if (settings.negativePrompt !== undefined) {
      await this.page.getByRole('textbox', { name: 'Negative prompt' }).fill(settings.negativePrompt);
    }
    if (settings.seed !== undefined) {
      const random = this.page.getByRole('switch', { name: 'Random seed' });
      if (await random.isChecked()) await random.click();
      await this.setNumber('Seed', settings.seed);
    }
    if (settings.steps !== undefined) await this.setNumber('Steps', settings.steps);
    if (settings.guidanceScale !== undefined) await this.setNumber('Guidance scale', settings.guidanceScale);
    if (settings.width !== undefined) await this.setNumber('Width', settings.width);
    if (settings.height !== undefined) await this.setNumber('Height', settings.height);
    if (settings.pictures !== undefined) await this.setNumber('Pictures', settings.pictures);
    if (settings.sampler !== undefined) {
      await this.page.getByRole('combobox', { name: 'Sampler' }).click();
      await this.page.getByRole('option', { name: settings.sampler }).click();
    }
  }

  /** Sets, generates and waits for the end. */
  async generate(settings: Settings): Promise<void> {
    await this.set(settings);
    const results = this.results.getByRole('listitem');
    const before = await results.count();
    await this.generateButton.click();
    // With the tiny model it may be over before anybody has looked.
    const began = async () => (await this.cancelButton.isVisible()) || (await results.count()) > before;
    await expect.poll(began).toBe(true);
    await expect(this.cancelButton).toBeHidden();
    await this.waitUntilDone();
  }

  async waitUntilDone(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /Done in [\d.]+ s/ })).toBeVisible();
  }

  async download(): Promise<Pixels> {
    return readPng(await this.downloadPath());
  }

  async downloadPath(): Promise<string> {
    const press = () => this.page.getByRole('button', { name: 'Download', exact: true }).click();
    return (await downloaded(this.page, press)).path;
  }
}
