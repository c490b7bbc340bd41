/**
 * What the app may load and run: its own files, and WebAssembly. The page has it from the built index.html, because a static host may not
 * let us send headers; but a worker has none but its script's own header, which `npm start` and the service worker send (docs/deploy.md
 * tells other hosts). Development goes without: its server needs inline scripts and a socket.
 */
const POLICY: Record<string, string[]> = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // Toasts and popups of the UI libraries bring style elements of their own.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", 'blob:', 'data:'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** The policy as one line; `inline`: more sources of scripts. */
export function contentPolicy(inline: readonly string[] = []): string {
  return Object.entries(POLICY)
    .map(([name, sources]) => [name, ...sources, ...(name === 'script-src' ? inline : [])].join(' '))
    .join('; ');
}
