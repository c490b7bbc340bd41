// npm test: installs whatever is missing and runs everything. Every stage runs even when one before it failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePackages, root } from './install.mjs';

const began = Date.now();
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

const secondsSince = (time) => (Date.now() - time) / 1000;

/** Runs one stage with its output shown. */
function stage(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  const seconds = secondsSince(start);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  return { name, ok: status === 0, seconds };
}

/** What a report of the test runners says; a report that is not there counts as one failure. */
function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, tests: [] };
  }
}

const readUnit = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  tests: report.testResults.map(({ name, startTime, endTime }) => ({
    name: relative(root, name),
    seconds: (endTime - startTime) / 1000,
  })),
});

/** The tests of a suite of Playwright's report, and of those in it. */
const testsIn = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests.map(({ results }) => ({
      name: `e2e/${file}: ${title}`,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  ),
  ...suites.flatMap(testsIn),
];

const readE2e = (report) => ({
  passed: report.stats.expected + report.stats.flaky,
  failed: report.stats.unexpected,
  tests: testsIn(report),
});

const checks = [
  stage('types', 'npm', ['run', '--silent', 'types']),
  stage('lint', 'npx', ['eslint', '.', '--max-warnings=0']),
  stage('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']),
  stage('unused', 'npx', ['knip']),
];
const runs = [
  stage('unit', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
  stage('e2e', 'npx', ['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport }),
];
const unit = readReport(unitReport, readUnit);
const e2e = readReport(e2eReport, readE2e);

console.log('\n== where the time went');
for (const { name, ok, seconds } of [...checks, ...runs]) {
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}${ok ? '' : ' (FAILED)'}`);
}
console.log(`${secondsSince(began).toFixed(1).padStart(7)} s  all of it; the longest tests:`);
const longest = [...unit.tests, ...e2e.tests].toSorted((a, b) => b.seconds - a.seconds).slice(0, 12);
for (const { name, seconds } of longest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);

const failedChecks = checks.filter(({ ok }) => !ok).length;
const passed = unit.passed + e2e.passed + checks.length - failedChecks;
console.log(`\n${passed} passed, ${unit.failed + e2e.failed + failedChecks} failed`);
process.exit([...checks, ...runs].every(({ ok }) => ok) ? 0 : 1);
