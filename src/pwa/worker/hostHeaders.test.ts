import { describe, expect, it } from 'vitest';
import { withHostHeaders } from './hostHeaders';

describe('withHostHeaders', () => {
  it('adds what is missing and keeps body, status and the other headers', async () => {
    const response = withHostHeaders(
      new Response('hello', { status: 203, headers: { 'Content-Type': 'text/html', ETag: '"1"' } }),
    );
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(response.headers.get('Content-Type')).toBe('text/html');
    expect(response.headers.get('ETag')).toBe('"1"');
    expect(response.status).toBe(203);
    expect(await response.text()).toBe('hello');
  });

  it('adds the policy to scripts alone: a worker has no other', () => {
    const answer = (type: string) => withHostHeaders(new Response('', { headers: { 'Content-Type': type } }));
    expect(answer('text/javascript').headers.get('Content-Security-Policy')).toContain(
      "connect-src 'self' blob: data:;",
    );
    expect(answer('application/javascript; charset=utf-8').headers.has('Content-Security-Policy')).toBe(true);
    // The page's own allows its inline scripts; a second one would take that back.
    expect(answer('text/html').headers.has('Content-Security-Policy')).toBe(false);
    const own = new Response('', { headers: { 'Content-Type': 'text/javascript', 'Content-Security-Policy': 'x' } });
    expect(withHostHeaders(own).headers.get('Content-Security-Policy')).toBe('x');
  });

  it("leaves a host's own headers as they are", () => {
    const own = new Response('', {
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' },
    });
    expect(withHostHeaders(own)).toBe(own);
  });

  it('returns a network error untouched', () => {
    const failed = Response.error();
    expect(withHostHeaders(failed)).toBe(failed);
  });
});
