import { describe, expect, it } from 'vitest';
import { adapterName, isSoftwareAdapter } from './gpu';
import { hasWasmSimd, usableThreads } from './capabilities';

const adapter = (change: Partial<GPUAdapterInfo>) => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  isFallbackAdapter: false,
  ...change,
});

describe('adapterName', () => {
  it.each([
    [adapter({ vendor: 'nvidia', architecture: 'hopper' }), 'NVIDIA hopper'],
    [adapter({ vendor: 'nvidia', description: 'NVIDIA H200' }), 'NVIDIA H200'],
    [adapter({ vendor: 'google', architecture: 'swiftshader' }), 'Google SwiftShader'],
    [adapter({ vendor: 'nobody', device: '0x1234' }), 'nobody 0x1234'],
    [adapter({}), 'Unnamed GPU'],
  ])('%o', (info, name) => {
    expect(adapterName(info)).toBe(name);
  });
});

describe('isSoftwareAdapter', () => {
  it.each([
    [adapter({ vendor: 'google', architecture: 'swiftshader' }), true],
    [adapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }), true],
    [adapter({ description: 'Microsoft Basic Render Driver' }), true],
    [adapter({ vendor: 'intel', isFallbackAdapter: true }), true],
    [adapter({ vendor: 'nvidia', architecture: 'hopper' }), false],
    [adapter({ vendor: 'apple', architecture: 'metal-3' }), false],
  ])('%o: %s', (info, software) => {
    expect(isSoftwareAdapter(info)).toBe(software);
  });
});

describe('capabilities', () => {
  it('find SIMD here, and one thread without cross-origin isolation', () => {
    expect(hasWasmSimd()).toBe(true);
    expect(usableThreads()).toBe(1);
  });
});
