import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pagePolicy } from './build/policyPlugin';
import { contentPolicy } from './contentPolicy';

it('allows inline scripts of the page by their hash only', () => {
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  const hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
  const html = '<script type="module" src="/x.js"></script><script>alert(1)</script>';
  expect(pagePolicy(html)).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash};`);
  const plain = pagePolicy('<script type="module" crossorigin src="/x.js"></script>');
  expect(plain).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(plain).not.toMatch(/script-src[^;]*unsafe-inline|unsafe-eval'[^;]*'unsafe-eval/);
});

it('is what docs/deploy.md tells hosts to send', () => {
  const told = readFileSync('docs/deploy.md', 'utf8').match(/default-src [^"\n`]*/g) ?? [];
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(new Set(told)).toEqual(new Set([contentPolicy()]));
});
