import { describe, expect, it } from 'vitest';
import { withIsolation } from './isolationHeaders';

describe('withIsolation', () => {
  it('adds what is missing and keeps body, status and the other headers', async () => {
    const response = withIsolation(
      new Response('hello', { status: 203, headers: { 'Content-Type': 'text/html', ETag: '"1"' } }),
    );
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(response.headers.get('Content-Type')).toBe('text/html');
    expect(response.headers.get('ETag')).toBe('"1"');
    expect(response.status).toBe(203);
    expect(await response.text()).toBe('hello');
  });

  it("leaves a host's own headers as they are", () => {
    const own = new Response('', {
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' },
    });
    expect(withIsolation(own)).toBe(own);
  });

  it('returns a network error untouched', () => {
    const failed = Response.error();
    expect(withIsolation(failed)).toBe(failed);
  });
});
