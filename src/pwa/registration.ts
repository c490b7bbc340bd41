import type { EngineBuild, ToServiceWorker } from './messages';
import { reloadForIsolation } from './isolationReload';
import { pwaStore } from './updateState';

export interface RegistrationOptions {
  /** True while anything runs that a reload would lose. */
  isBusy: () => boolean;
}

/** A tab may stay open for days; it looks for a new version when it is come back to after this long. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;
const IDLE_LOOK_MS = 400;

/** Absolute address of the app's folder, which is also the service worker's scope. Ends in a slash. */
export function appScope(): string {
  return new URL(import.meta.env.BASE_URL, location.href).href;
}

let isBusy = () => false;
let registration: ServiceWorkerRegistration | null = null;
let builds: EngineBuild[] = [];
let agreed = false;

/**
 * Registers the service worker (in a build; never in development) and follows it into `pwaStore`.
 * Nothing here reloads the page, but for what the person agreed to and the one reload of isolationReload.ts.
 * Where the browser has no service workers, or forbids them, the app goes on without.
 */
export async function startServiceWorker(options: RegistrationOptions): Promise<void> {
  isBusy = options.isBusy;
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
  let hadController = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (agreed) whenIdle(() => location.reload());
    // Another tab agreed: this one goes on with its old code, and a reload of its own would bring the new one.
    else if (hadController) pwaStore.setState({ update: 'ready' });
    else reloadForIsolation(isBusy);
    hadController = true;
    tellEngine();
  });
  const registered = await register(container);
  if (!registered) return;
  registration = registered;
  if (registered.waiting && container.controller) pwaStore.setState({ update: 'ready' });
  if (registered.active) pwaStore.setState({ offlineReady: true });
  if (registered.installing) follow(registered.installing);
  registered.addEventListener('updatefound', () => {
    if (registered.installing) follow(registered.installing);
  });
  tellEngine();
  lookAgainLater(registered);
}

/** Undefined where the browser forbids it. Some that block service workers don't reject, but resolve with nothing. */
async function register(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration | undefined> {
  const script = new URL('serviceWorker.js', appScope()).href;
  try {
    return await container.register(script, { scope: appScope(), updateViaCache: 'none' });
  } catch {
    return undefined;
  }
}

function follow(worker: ServiceWorker): void {
  const isUpdate = navigator.serviceWorker.controller !== null;
  worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && isUpdate && !agreed) pwaStore.setState({ update: 'ready' });
    if (worker.state === 'activated') pwaStore.setState({ offlineReady: true });
  });
}

function lookAgainLater(registered: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || !navigator.onLine || Date.now() - last < LOOK_AGAIN_MS) return;
    last = Date.now();
    // Without a network there is nothing newer to be had; the next look comes anyway.
    registered.update().catch(() => undefined);
  });
}

function send(worker: ServiceWorker | null | undefined, message: ToServiceWorker): void {
  worker?.postMessage(message);
}

function tellEngine(): void {
  if (builds.length > 0) send(navigator.serviceWorker.controller, { kind: 'keep-engine', builds });
}

/**
 * Says which onnxruntime build runs here, so that it is there without a network too. The plain WebAssembly build is
 * kept with it: the engine falls back to it when the GPU goes away.
 */
export function keepEngine(build: EngineBuild): void {
  builds = [...new Set<EngineBuild>([build, 'wasm'])];
  if (import.meta.env.PROD && 'serviceWorker' in navigator) tellEngine();
}

/**
 * The person agreed to the new version: changes to it and reloads this page, at once or as soon as nothing runs.
 * Other tabs go on as they are. Without a new version it does nothing.
 */
export function applyUpdate(): void {
  if (pwaStore.getState().update !== 'ready') return;
  pwaStore.setState({ update: 'waiting' });
  whenIdle(() => {
    agreed = true;
    const waiting = registration?.waiting;
    // Without a waiting one another tab has already changed over: only this page is old.
    if (waiting) send(waiting, { kind: 'activate' });
    else location.reload();
  });
}

function whenIdle(then: () => void): void {
  if (!isBusy()) return then();
  const timer = setInterval(() => {
    if (isBusy()) return;
    clearInterval(timer);
    then();
  }, IDLE_LOOK_MS);
}
