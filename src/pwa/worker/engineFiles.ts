import type { EngineBuild } from '../messages';

/** Which onnxruntime build a .wasm file belongs to, by its (hashed) name; null for any other. */
export function buildOf(url: string): EngineBuild | null {
  const match = /\/ort-wasm-simd-threaded(?:\.(jspi|asyncify))?-[\w-]+\.wasm$/.exec(url);
  if (!match) return null;
  return match[1] === 'jspi' || match[1] === 'asyncify' ? match[1] : 'wasm';
}

/** Fetches into the cache what is not there. `urls`: all .wasm files of this version. Offline, what is missing stays so. */
export async function keepEngine(cacheName: string, urls: string[], builds: EngineBuild[]): Promise<void> {
  if (!navigator.onLine) return;
  const cache = await caches.open(cacheName);
  for (const url of urls) {
    const build = buildOf(url);
    if (build === null || !builds.includes(build) || (await cache.match(url, { ignoreVary: true }))) continue;
    try {
      await cache.add(url);
    } catch {
      // The network went away, or the quota is used up: the page still works online, and the next visit tries again.
      return;
    }
  }
}

/** Deletes the .wasm files of other versions. */
export async function forgetOldEngines(cacheName: string, urls: string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  const current = new Set(urls);
  for (const request of await cache.keys()) {
    if (!current.has(request.url)) await cache.delete(request);
  }
}
