// npm test: installs whatever is missing and runs everything. Every stage runs even when one before it failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root } from './install.mjs';

ensurePackages();
const { ensureChromium } = await import('./chromium.mjs');
ensureChromium();

const reports = join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, '..', '.cache', 'e2e.json');
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(e2eReport, { force: true });

function stage(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const began = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return status === 0;
}

function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const stages = [
  stage('types', 'npx', ['tsc', '--noEmit']),
  stage('lint', 'npx', ['eslint', '.', '--max-warnings=0']),
  stage('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']),
  stage('unit', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
];
const unit = counts(unitReport, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }));
stages.push(
  stage('e2e', 'npx', ['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport }),
);
const e2e = counts(e2eReport, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));

const failedChecks = stages.slice(0, 3).filter((ok) => !ok).length;
console.log(
  `\n${unit.passed + e2e.passed + 3 - failedChecks} passed, ${unit.failed + e2e.failed + failedChecks} failed`,
);
process.exit(stages.every(Boolean) ? 0 : 1);
