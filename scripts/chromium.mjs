// Finds a Chromium for the tests: an installed one first, then Debian's package, then Playwright's download.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { run } from './install.mjs';

const INSTALLED = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap((name) => [
    `/usr/bin/${name}`,
    `/usr/local/bin/${name}`,
    `/snap/bin/${name}`,
  ]),
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((base) => [
      `${base}\\Google\\Chrome\\Application\\chrome.exe`,
      `${base}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]),
};

/** Path of an installed Chromium, Chrome or Edge (or of `CHROMIUM`), or undefined: then Playwright's own is meant. */
export function findChromium() {
  return [process.env.CHROMIUM, ...(INSTALLED[process.platform] ?? [])].find((path) => path && existsSync(path));
}

function isDebianRoot() {
  return (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

/** Makes sure that `findChromium()` or Playwright's own finds a browser. */
export function ensureChromium() {
  if (findChromium()) return;
  if (isDebianRoot()) {
    try {
      console.log("Installing Debian's chromium ...");
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
        stdio: 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      return;
    } catch (error) {
      console.warn(`That did not work (${error.message}); trying Playwright's download.`);
    }
  }
  run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
}
