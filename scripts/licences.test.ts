import { expect, test } from 'vitest';
import { resolve } from 'node:path';
import packageJson from '../package.json';
import { thirdPartyLicences } from './licences';

const text = thirdPartyLicences(resolve(import.meta.dirname, '..'));

test.each(Object.keys(packageJson.dependencies))('%s has its licence text in the build', (name) => {
  const part = text.split('-'.repeat(80)).find((one) => one.trimStart().startsWith(`${name} `));
  expect(part).toMatch(/copyright|permission|apache license/i);
});

test('what those need has, too', () => {
  expect(text).toMatch(/^scheduler \d/m);
  expect(text).toMatch(/^workbox-core \d/m);
});
