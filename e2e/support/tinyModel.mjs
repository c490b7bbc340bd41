import { createReadStream, existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { root } from '../../scripts/install.mjs';

const PLACE = '/models/starter/';
const folder = join(root, 'e2e/models/tiny');

/** A plugin of Vite's: its preview serves the tiny model of e2e/models/ in the starter's place. Where pixels don't matter, nobody need wait for a real one. */
export const tinyModel = {
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
