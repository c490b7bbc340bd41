import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Runs in a process of its own: the test runner's environment would make a development build. */
function build(folder: string, options: string): string {
  const code = `import { ensureBuild } from './scripts/build.mjs'; await ensureBuild(${JSON.stringify(folder)}, ${options});`;
  execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return join(root, folder);
}

/** What `npm start` serves. */
export const dist = join(root, 'dist');

/** The app built for a sub-folder of a host. */
export const buildFor = (base: string) => build('.cache/e2e/base', JSON.stringify(base));

/** The app as its next version: its main script, and so that script's name, differs from this one's. */
export const buildNextVersion = () =>
  build(
    '.cache/e2e/next',
    `'/', { plugins: [{
      name: 'next-version',
      transform: (code, id) => (id.endsWith('/src/main.tsx') ? code + '\\ndocument.documentElement.dataset.version = "next";' : null),
    }] }`,
  );
