// npm run bench [-- NAME ...]: runs the benchmarks of bench/, prints a table and writes JSON to bench/results/.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, root } from './install.mjs';

ensurePackages();
const { runnerImport } = await import('vite');
const { ensureBuild } = await import('./build.mjs');

const wanted = process.argv.slice(2);
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length) {
  console.error(`No such benchmark: ${unknown.join(', ')}`);
  process.exit(1);
}

// Here and not in the benchmarks: what reads them can't load anything more once they run.
await ensureBuild();
const results = join(root, 'bench', 'results');
mkdirSync(results, { recursive: true });
for (const name of names) {
  const { module } = await runnerImport(join(root, 'bench', `${name}.bench.ts`));
  console.log(`\n${module.benchmark.name}`);
  const rows = await module.benchmark.run();
  console.table(
    rows.map(({ what, value, unit, goal, ok }) => ({
      what,
      value: Number(value.toPrecision(4)),
      unit,
      goal: goal === undefined ? '' : `${goal}: ${ok ? 'yes' : 'NO'}`,
    })),
  );
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const report = {
    name: module.benchmark.name,
    date: new Date().toISOString(),
    machine,
    node: process.versions.node,
    rows,
  };
  writeFileSync(join(results, `${name}.json`), JSON.stringify(report, null, 2) + '\n');
}
process.exit(0);
