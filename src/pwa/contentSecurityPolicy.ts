import { createHash } from 'node:crypto';

/**
 * What the page may load and run: its own files, and WebAssembly. Written into the built index.html, because a static
 * host may not let us send headers. Development goes without: its server needs inline scripts and a socket.
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

/** The policy as one line; inline scripts of the page are allowed by their hash. */
export function contentSecurityPolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => {
    return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
  });
  return Object.entries(POLICY)
    .map(([name, sources]) => [name, ...sources, ...(name === 'script-src' ? inline : [])].join(' '))
    .join('; ');
}
