import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Runs in a process of its own: the test runner's environment would make a development build. */
function build(folder: string, ...more: string[]): string {
  execFileSync(process.execPath, [join(import.meta.dirname, 'makeBuild.mjs'), folder, ...more], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return join(root, folder);
}

/** What `npm start` serves. */
export const dist = join(root, 'dist');

/** The app built for a sub-folder of a host. */
export const buildFor = (base: string) => build('.cache/e2e/base', base);

/** The app as its next version. */
export const buildNextVersion = () => build('.cache/e2e/next', '/', 'next');
