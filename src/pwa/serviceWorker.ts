/// <reference lib="webworker" />
import { PrecacheController } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { cacheNames } from './cacheNames';
import { isToServiceWorker, type ToServiceWorker } from './messages';
import { keepShared } from './sharedItems';
import { forgetOldEngines, keepEngine } from './worker/engineFiles';
import { withHostHeaders } from './worker/hostHeaders';
import { markKept } from './worker/keptAnswer';
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
  handlerWillRespond: ({ response }: { response: Response }) => Promise.resolve(withHostHeaders(response)),
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
  await keepCards();
  await tidy();
  // On the first visit the page starts without a service worker; from here on it is looked after. Not waited for: Firefox claims
  // the engine's threads, too, which sleep until there is work, and nothing is answered before the activation has ended.
  void self.clients.claim();
}

/** The first page read its card before there was a service worker: that card came with the same version. */
async function keepCards(): Promise<void> {
  const kept = await caches.open(names.card);
  for (const url of shell.getCachedURLs().filter((url) => url.endsWith('/card.json'))) {
    const response = await shell.matchPrecache(url);
    if (response && !(await kept.match(url, { ignoreVary: true }))) await kept.put(url, response);
  }
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
  async ({ request }) => withHostHeaders((await previousFile(previous, request)) ?? (await fetch(request))),
);

registerRoute(is('engine'), new CacheFirst({ cacheName: names.engine, matchOptions: { ignoreVary: true } }));

const cardOptions = {
  cacheName: names.card,
  matchOptions: { ignoreVary: true },
  plugins: [
    {
      cachedResponseWillBeUsed: ({ cachedResponse }: { cachedResponse?: Response }) =>
        Promise.resolve(cachedResponse && markKept(cachedResponse)),
    },
  ],
};
const cards = new NetworkFirst(cardOptions);
const keptCards = new CacheFirst(cardOptions);
// A card says which weights to have, so the server's is asked for; without a network the last one seen still fits the
// weights that are stored.
registerRoute(is('card'), (options) => (navigator.onLine ? cards : keptCards).handle(options));

registerRoute(
  is('share'),
  async ({ request }) => {
    await keepShared(names.shared, await request.formData());
    // 303: the browser opens the page with GET, so that reloading it never shares twice.
    return Response.redirect(new URL('./?share', scope).href, 303);
  },
  'POST',
);
