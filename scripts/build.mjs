// Builds dist/ when something it is made from has changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const INPUTS = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/licences.ts',
  'LICENSE',
  'NOTICE',
  'tsconfig.json',
  'package-lock.json',
];

/** Names, sizes and times of everything the build reads, as one hash: a look of milliseconds, not a read of 60 MB. */
function signature(base) {
  const hash = createHash('sha256').update(`${base}\n`);
  const visit = (path) => {
    const stat = statSync(join(root, path));
    if (stat.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) visit(join(path, name));
    } else {
      hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    }
  };
  INPUTS.forEach(visit);
  return hash.digest('hex');
}

/**
 * Makes `outDir` (default dist) hold the app as it is now. `base` is the path it will be served under; `more` is added to
 * Vite's configuration and must always be the same for the same folder.
 */
export async function ensureBuild(outDir = 'dist', base = process.env.BASE ?? '/', more = {}) {
  const stamp = join(root, outDir, '.outpane-build');
  const now = signature(base);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building ...');
  const { build } = await import('vite');
  await build({ ...more, root, base, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  writeFileSync(stamp, now);
}
