// node e2e/support/makeBuild.mjs FOLDER BASE [next]: a build for the tests of the installed app. With `next` its main
// script, and so that script's name, differs from the present version's.
import { ensureBuild } from '../../scripts/build.mjs';

const [folder, base, next] = process.argv.slice(2);
const nextVersion = {
  name: 'next-version',
  transform: (code, id) =>
    id.endsWith('/src/main.tsx') ? `${code}\ndocument.documentElement.dataset.version = 'next';` : null,
};
await ensureBuild(folder, base, next ? { plugins: [nextVersion] } : {});
