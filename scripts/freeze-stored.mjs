// node scripts/freeze-stored.mjs VERSION: writes what today's code keeps on a device into src/storage/testing/fixtures/VERSION.json.
// Done once for each version of a stored form, before it changes; the tests of every later version open it (docs/stored.md).
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';

const [version] = process.argv.slice(2);
if (!/^v\d+$/.test(version ?? '')) throw new Error('Name the version: node scripts/freeze-stored.mjs v2');
const file = join(root, 'src/storage/testing/fixtures', `${version}.json`);
if (existsSync(file)) throw new Error(`${file} is there, and what is frozen stays as it is.`);

const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
};
await import('fake-indexeddb/auto');
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'src/storage/testing/writeSample.ts'));
const frozen = await module.freezeSample(kept);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(frozen)}\n`);
console.log(`${file}: ${Math.round(JSON.stringify(frozen).length / 1024)} KB`);
process.exit(0);
