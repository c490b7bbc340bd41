import { App } from './support/app';
import { meanDifference } from './support/pictures';
import { expect, test } from './support/test';

// SwiftShader computes WebGPU on the CPU, about 30 times slower than WebAssembly: few steps, a small picture.
const SMALL = { prompt: 'a red apple', seed: 7, steps: 2, guidanceScale: 4, width: 128, height: 128 };

test('WebGPU draws the same picture as WebAssembly', async ({ page }) => {
  const app = new App(page);
  await app.open('?backend=wasm');
  await app.generate(SMALL);
  await expect(app.engine).toContainText('WebAssembly');
  const reference = await app.download();
  await app.open('?backend=webgpu');
  await expect(app.engine).toContainText('WebGPU', { timeout: 60_000 });
  await expect(app.engine).toContainText(/SwiftShader/i);
  await app.generateButton.click();
  await expect(app.cancelButton).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /Done in/ })).toBeVisible({ timeout: 500_000 });
  expect(meanDifference(await app.download(), reference)).toBeLessThan(1);
});
