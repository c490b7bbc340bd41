/// <reference lib="webworker" />
import { PrecacheController } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { cacheNames } from './cacheNames';
import { isToServiceWorker, type ToServiceWorker } from './messages';
import { keepShared } from './sharedItems';
import { forgetOldEngines, keepEngine } from './worker/engineFiles';
import { withIsolation } from './worker/isolationHeaders';
import { forgetPreviousFiles, keepPreviousFiles, previousFile } from './worker/previousVersion';
import { routeOf, type Route } from './worker/routes';

declare const self: ServiceWorkerGlobalScope;

const scope = self.registration.scope;
const names = cacheNames(scope);
// The build lists every file of this version with its hash. The .wasm files are large and only one or two of them
// are needed here, so they are not fetched ahead: they are kept as they are used.
const files = self.__WB_MANIFEST;
const urlOf = (file: (typeof files)[number]) => new URL(typeof file === 'string' ? file : file.url, scope).href;
const isEngine = (file: (typeof files)[number]) => urlOf(file).endsWith('.wasm');
const engineUrls = files.filter(isEngine).map(urlOf);

const isolate = {
  handlerWillRespond: ({ response }: { response: Response }) => Promise.resolve(withIsolation(response)),
};
const shell = new PrecacheController({ cacheName: names.shell, plugins: [isolate] });
shell.addToCacheList(files.filter((file) => !isEngine(file)));
const previous = { cacheName: names.previous, shellName: names.shell, clients: self.clients };

self.addEventListener('install', (event) => {
  // Never skips waiting: the version in use goes on until the person agrees to the new one.
  event.waitUntil(shell.install(event));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate(event));
});

async function activate(event: ExtendableEvent): Promise<void> {
  await keepPreviousFiles(previous, shell.getURLsToCacheKeys().values());
  await shell.activate(event);
  await tidy();
  // On the first visit the page starts without a service worker; from here on it is looked after.
  await self.clients.claim();
}

/** Drops what belongs to versions that no open page runs. */
async function tidy(): Promise<void> {
  if (await forgetPreviousFiles(previous)) await forgetOldEngines(names.engine, engineUrls);
}

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (isToServiceWorker(message)) event.waitUntil(answer(message));
});

async function answer(message: ToServiceWorker): Promise<void> {
  if (message.kind === 'activate') return self.skipWaiting();
  await keepEngine(names.engine, engineUrls, message.builds);
  await tidy();
}

const is = (wanted: Route) => {
  return ({ request }: { request: Request }) =>
    routeOf(
      { url: request.url, method: request.method, mode: request.mode, hasRange: request.headers.has('range') },
      scope,
    ) === wanted;
};

registerRoute(is('page'), shell.createHandlerBoundToURL(new URL('index.html', scope).href));

registerRoute(
  (options) => is('asset')(options) && shell.getCacheKeyForURL(options.request.url) !== undefined,
  shell.strategy,
);

registerRoute(
  // A hashed file that this version does not have: an old page asks for its own.
  ({ request, url }) => is('asset')({ request }) && url.pathname.includes('/assets/'),
  async ({ request }) => withIsolation((await previousFile(previous, request)) ?? (await fetch(request))),
);

registerRoute(is('engine'), new CacheFirst({ cacheName: names.engine, matchOptions: { ignoreVary: true } }));

// A card must match the files that lie on the server now, so it is asked for; without a network the weights are the
// stored ones, and the card that came with this version says enough of them.
registerRoute(is('card'), async ({ request }) => {
  const kept = await shell.matchPrecache(request.url);
  if (kept && !navigator.onLine) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
});

registerRoute(
  is('share'),
  async ({ request }) => {
    await keepShared(names.shared, await request.formData());
    // 303: the browser opens the page with GET, so that reloading it never shares twice.
    return Response.redirect(new URL('./?share', scope).href, 303);
  },
  'POST',
);
