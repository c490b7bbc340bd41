import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findChromium } from '../scripts/chromium.mjs';
import { root } from '../scripts/install.mjs';
import { withServer } from './browser';
import { atLeast, atMost, median, type Benchmark, type Row } from './table';

// Fetched when it is wanted, not kept as a dependency: it brings two hundred packages, which nobody needs who types `npm start`.
// The newest that runs on Node 20.
const LIGHTHOUSE = 'lighthouse@12.8.2';
const RUNS = 3;
const PRESETS = ['desktop', 'mobile'] as const;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'] as const;

/** The part of Lighthouse's report that is read here. */
interface Report {
  /** Scores from 0 to 1; null when it could not be measured. */
  categories: Record<(typeof CATEGORIES)[number], { score: number | null }>;
  audits: Record<(typeof METRICS)[number], { numericValue?: number }> & {
    'network-requests': { details: { items: { url: string; resourceType: string; sessionTargetType: string }[] } };
  };
}

async function lighthouse(address: string, preset: (typeof PRESETS)[number], attempts = 2): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'outpane-lighthouse-'));
  const path = join(folder, 'report.json');
  try {
    await promisify(execFile)(
      'npx',
      [
        '--yes',
        LIGHTHOUSE,
        address,
        '--quiet',
        '--output=json',
        `--output-path=${path}`,
        `--only-categories=${CATEGORIES.join()}`,
        '--chrome-flags=--headless=new --no-sandbox --disable-quic',
        '--no-enable-error-reporting',
        ...(preset === 'desktop' ? ['--preset=desktop'] : []),
      ],
      { env: { ...process.env, CHROME_PATH: findChromium() } },
    );
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch (error) {
    // Now and then its trace lacks the navigation, and it asks to be run again.
    if (attempts > 1 && String(error).includes('NO_NAVSTART')) return await lighthouse(address, preset, attempts - 1);
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** KB of JavaScript, compressed, that the page itself fetches on a first visit; what its worker fetches is not counted. */
function shellSize({ audits }: Report, address: string): number {
  const scripts = audits['network-requests'].details.items.filter(
    ({ url, resourceType, sessionTargetType }) =>
      resourceType === 'Script' && sessionTargetType === 'page' && url.startsWith(address),
  );
  if (scripts.length === 0) throw new Error('the report names no scripts');
  const paths = new Set(scripts.map(({ url }) => new URL(url).pathname));
  const sizes = [...paths].map((path) => gzipSync(readFileSync(join(root, 'dist', path)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

export const benchmark: Benchmark = {
  name: 'Lighthouse',
  run: () =>
    withServer(async (address): Promise<Row[]> => {
      const rows: Row[] = [];
      for (const preset of PRESETS) {
        const first = await lighthouse(address, preset);
        const reports = [first];
        while (reports.length < RUNS) reports.push(await lighthouse(address, preset));
        for (const category of CATEGORIES) {
          const scores = reports.map(({ categories }) => Math.round((categories[category].score ?? 0) * 100));
          rows.push(atLeast(`${preset}: ${category}, median of ${RUNS}`, median(scores), '', 95));
        }
        for (const metric of METRICS) {
          const values = reports.map(({ audits }) => audits[metric].numericValue ?? NaN);
          rows.push({ what: `${preset}: ${metric.replaceAll('-', ' ')}`, value: median(values), unit: 'ms' });
        }
        if (preset === 'mobile') {
          rows.push(atMost('JavaScript of the shell on a first visit, gzip', shellSize(first, address), 'KB', 150));
        }
      }
      return rows;
    }),
};
