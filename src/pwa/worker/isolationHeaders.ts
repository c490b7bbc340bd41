/** Without these the page gets no SharedArrayBuffer, so WebAssembly no threads. The worker's script needs them too. */
const ISOLATION: Record<string, string> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The same response with the isolation headers that it lacks; what the host sent is never changed. */
export function withIsolation(response: Response): Response {
  const missing = Object.keys(ISOLATION).filter((name) => !response.headers.has(name));
  // An opaque or failed response has no headers that could be added, and a status that can't be built again.
  if (missing.length === 0 || response.status < 200) return response;
  const headers = new Headers(response.headers);
  for (const name of missing) headers.set(name, ISOLATION[name]);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
