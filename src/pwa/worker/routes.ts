/** What the service worker does with a request. `pass` = it is none of its business: the browser goes on alone. */
export type Route = 'page' | 'asset' | 'engine' | 'card' | 'share' | 'pass';

export interface RequestFacts {
  url: string;
  method: string;
  /** `Request.mode`; "navigate" is a page being opened. */
  mode: string;
  hasRange: boolean;
}

/**
 * Chooses by address alone. Cross-origin requests, ranges and model files always pass: gigabytes must not run
 * through here, and a resumed download must see exactly what the server says.
 * `scope` is the absolute URL of the app's folder, ending in a slash.
 */
export function routeOf(request: RequestFacts, scope: string): Route {
  const url = new URL(request.url);
  const root = new URL(scope);
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return 'pass';
  const path = url.pathname.slice(root.pathname.length);
  if (request.method === 'POST') return path === 'share' ? 'share' : 'pass';
  if (request.method !== 'GET' || request.hasRange) return 'pass';
  if (request.mode === 'navigate') return path === '' || path === 'index.html' || path === 'share' ? 'page' : 'pass';
  if (path.startsWith('models/')) return path.endsWith('/card.json') ? 'card' : 'pass';
  if (path.endsWith('.wasm')) return 'engine';
  return 'asset';
}
