// The licence texts that a built app has to bring along, as files of dist/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third.?party.?notices)(\.\w+|-\w+)?$/i;

/** Whose MIT licence it is, for packages that bring no text along. */
const MIT_HOLDERS: Record<string, string> = {
  'onnxruntime-common': 'Microsoft Corporation',
  'onnxruntime-web': 'Microsoft Corporation',
};

const readPackage = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;

/** Where Node would find a package from `folder`: beside it, or further up. Undefined where it is not installed. */
function findPackage(root: string, folder: string, name: string): string | undefined {
  for (let at = folder; at.length >= root.length; at = join(at, '..')) {
    const here = join(at, 'node_modules', name);
    try {
      readPackage(here);
      return here;
    } catch {
      // Further up, then.
    }
  }
  return undefined;
}

/** Folders of all packages that the app is made with, and that those need, each once. */
function shippedPackages(root: string): string[] {
  const found = new Set([root]);
  for (const folder of found) {
    for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
      const next = findPackage(root, folder, name);
      if (next) found.add(next);
    }
  }
  found.delete(root);
  return [...found];
}

/** Name, version, licence and licence texts of every package that the app ships, by name. */
export function thirdPartyLicences(root: string): string {
  const ownMit = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  const parts = shippedPackages(root).map((folder) => {
    const { name, version, license } = readPackage(folder);
    const texts = readdirSync(folder)
      .filter((file) => LICENCE_FILE.test(file))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const holder = MIT_HOLDERS[name];
    // Our own is the same text for another holder.
    if (texts.length === 0 && holder !== undefined)
      texts.push(ownMit.replace(/Copyright .*/, `Copyright (c) ${holder}`));
    return { name, text: [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n') };
  });
  return `${parts
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ text }) => text)
    .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
