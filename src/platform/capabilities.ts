/** A module that only compiles where WebAssembly knows 128-bit SIMD: it splats a byte. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

/** Whether WebAssembly with SIMD is there; without it the engine can't run at all. */
export function hasWasmSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_MODULE);
}

/** Whether WebAssembly can wait for promises (JSPI), which the smaller WebGPU build needs. */
export function hasJspi(): boolean {
  return 'Suspending' in WebAssembly && 'promising' in WebAssembly;
}

/** Threads WebAssembly may use here: more than four bring little, and without cross-origin isolation there is one. */
export function usableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
}

/** What this browser lacks without which no picture can be drawn or kept, by its name; null where it has all of it. */
export function missingAbility(): string | null {
  if (typeof OffscreenCanvas === 'undefined' || !drawsOffscreen()) return 'OffscreenCanvas';
  return typeof createImageBitmap === 'undefined' ? 'createImageBitmap' : null;
}

/** The first browsers that had OffscreenCanvas gave it no 2D context, or threw. */
function drawsOffscreen(): boolean {
  try {
    return new OffscreenCanvas(1, 1).getContext('2d') !== null;
  } catch {
    return false;
  }
}
