// Serves the built app with the tiny model, for the tests that look at no pixel that a model made.
import { preview } from 'vite';
import { ensureBuild } from '../../scripts/build.mjs';
import { root } from '../../scripts/install.mjs';
import { tinyModel } from './tinyModel.mjs';

await ensureBuild();
await preview({
  root,
  logLevel: 'warn',
  plugins: [tinyModel],
  preview: { port: Number(process.env.PORT), strictPort: true },
});
