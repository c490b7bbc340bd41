import { describe, expect, it } from 'vitest';
import { routeOf, type RequestFacts } from './routes';

const SCOPE = 'https://host.example/a/b/';

function route(path: string, facts: Partial<RequestFacts> = {}) {
  return routeOf({ url: new URL(path, SCOPE).href, method: 'GET', mode: 'cors', hasRange: false, ...facts }, SCOPE);
}

describe('routeOf', () => {
  it('serves the page for the app address, with any query, and for nothing else', () => {
    expect(route('', { mode: 'navigate' })).toBe('page');
    expect(route('?new#/gallery', { mode: 'navigate' })).toBe('page');
    expect(route('index.html', { mode: 'navigate' })).toBe('page');
    expect(route('screenshots/wide.jpg', { mode: 'navigate' })).toBe('pass');
    expect(route('models/starter/card.json', { mode: 'navigate' })).toBe('pass');
  });

  it('never touches model files, ranges, other origins or other folders of this one', () => {
    expect(route('models/starter/unet/model.onnx')).toBe('pass');
    expect(route('models/starter/tokenizer/tokenizer.json')).toBe('pass');
    expect(route('assets/index-abc.js', { hasRange: true })).toBe('pass');
    expect(route('https://models.example/a/b/index.html', { mode: 'navigate' })).toBe('pass');
    expect(route('https://host.example/a/index.html', { mode: 'navigate' })).toBe('pass');
    expect(route('https://host.example/a/bc/assets/x.js')).toBe('pass');
  });

  it('tells cards, engine files and other assets apart', () => {
    expect(route('models/starter/card.json')).toBe('card');
    expect(route('assets/ort-wasm-simd-threaded.jspi-CZzFqCHi.wasm')).toBe('engine');
    expect(route('assets/index-abc.js')).toBe('asset');
    expect(route('manifest.webmanifest')).toBe('asset');
  });

  it('takes only the share form of what is posted', () => {
    expect(route('share', { method: 'POST', mode: 'navigate' })).toBe('share');
    expect(route('other', { method: 'POST' })).toBe('pass');
    expect(route('assets/index-abc.js', { method: 'HEAD' })).toBe('pass');
  });
});
