import { contentPolicy } from '../contentPolicy';

/** Without these the page gets no SharedArrayBuffer, so WebAssembly no threads. The worker's script needs them too. */
const ISOLATION: Record<string, string> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Of scripts: a worker takes its policy from its own script's answer. The page has one in it. */
const SCRIPT: Record<string, string> = { 'Content-Security-Policy': contentPolicy() };

/** The same response with the headers that a host should have sent and did not; what it sent is never changed. */
export function withHostHeaders(response: Response): Response {
  const isScript = /javascript/.test(response.headers.get('Content-Type') ?? '');
  const wanted = Object.entries({ ...ISOLATION, ...(isScript ? SCRIPT : {}) });
  const missing = wanted.filter(([name]) => !response.headers.has(name));
  // An opaque or failed response has no headers that could be added, and a status that can't be built again.
  if (missing.length === 0 || response.status < 200) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
