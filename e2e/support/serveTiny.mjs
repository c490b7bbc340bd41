// Serves the built app with the tiny model of e2e/models/ in the starter's place: where pixels don't matter, a test need not wait for a real one.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { preview } from 'vite';
import { ensureBuild } from '../../scripts/build.mjs';
import { root } from '../../scripts/install.mjs';

const PLACE = '/models/starter/';
const folder = join(root, 'e2e/models/tiny');

const tinyModel = {
  name: 'outpane:tiny-model',
  configurePreviewServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      if (!pathname.startsWith(PLACE)) return next();
      const file = join(folder, normalize(pathname.slice(PLACE.length)));
      if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
      const type = file.endsWith('.json') ? 'application/json' : 'application/octet-stream';
      response.writeHead(200, {
        'Content-Type': type,
        'Content-Length': statSync(file).size,
        'Cache-Control': 'no-cache',
      });
      createReadStream(file).pipe(response);
    });
  },
};

await ensureBuild();
await preview({
  root,
  logLevel: 'warn',
  plugins: [tinyModel],
  preview: { port: Number(process.env.PORT), strictPort: true },
});
