/// <reference lib="webworker" />

/**
 * Pages that run the version before this one. When a person agrees to an update in one tab, the other tabs go on
 * with the old code, and that code may still load its own hashed files: they stay until the last such tab is gone.
 */
export interface PreviousVersion {
  cacheName: string;
  /** Name of the cache that holds exactly the current version's files. */
  shellName: string;
  clients: Clients;
}

/** Not a file of the app: where the list of the old pages' ids lies in the cache. */
const CLIENTS_ENTRY = '/outpane-previous-clients';

/** Copies what the new version will drop; call before that cache is cleaned. `current` are the new cache keys. */
export async function keepPreviousFiles(previous: PreviousVersion, current: Iterable<string>): Promise<void> {
  const pages = await previous.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length === 0) return;
  const wanted = new Set(current);
  const shell = await caches.open(previous.shellName);
  // A key with a revision is a file without a hash in its name (index.html): old pages never load that again.
  const dropped = (await shell.keys()).filter(({ url }) => !wanted.has(url) && !url.includes('__WB_REVISION__'));
  if (dropped.length === 0) return;
  const kept = await caches.open(previous.cacheName);
  for (const request of dropped) {
    const response = await shell.match(request);
    if (response) await kept.put(request, response);
  }
  await kept.put(CLIENTS_ENTRY, new Response(JSON.stringify(pages.map((page) => page.id))));
}

/** A file of the version before, or undefined. */
export async function previousFile(previous: PreviousVersion, request: Request): Promise<Response | undefined> {
  if (!(await caches.has(previous.cacheName))) return undefined;
  return (await caches.open(previous.cacheName)).match(request, { ignoreVary: true });
}

/** Drops the old files when no page of the old version is left. True when there are none (any more). */
export async function forgetPreviousFiles(previous: PreviousVersion): Promise<boolean> {
  if (!(await caches.has(previous.cacheName))) return true;
  const entry = await (await caches.open(previous.cacheName)).match(CLIENTS_ENTRY);
  const ids: unknown = entry ? await entry.json() : [];
  const alive = await Promise.all((Array.isArray(ids) ? ids : []).map((id) => previous.clients.get(String(id))));
  if (alive.some((client) => client !== undefined)) return false;
  await caches.delete(previous.cacheName);
  return true;
}
