import { expect, it } from 'vitest';
import { buildOf } from './engineFiles';

it.each([
  ['https://h/assets/ort-wasm-simd-threaded.jspi-CZzFqCHi.wasm', 'jspi'],
  ['https://h/a/b/assets/ort-wasm-simd-threaded.asyncify-D5D0fo7z.wasm', 'asyncify'],
  ['https://h/assets/ort-wasm-simd-threaded-Dc_r-rbl.wasm', 'wasm'],
  ['https://h/assets/ort-wasm-simd-threaded.jsep-CZzFqCHi.wasm', null],
  ['https://h/assets/resize-CZzFqCHi.wasm', null],
])('knows the build of %s', (url, build) => {
  expect(buildOf(url)).toBe(build);
});
