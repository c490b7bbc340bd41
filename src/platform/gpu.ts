/** The browser's preferred GPU, or null where WebGPU is absent or refused. */
export async function requestAdapter(): Promise<GPUAdapter | null> {
  // Old browsers and insecure pages have no navigator.gpu, whatever its type says.
  const gpu: GPU | undefined = navigator.gpu;
  try {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  } catch {
    return null;
  }
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

type AdapterInfo = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>;

/** Whether the "GPU" computes on the CPU. */
export function isSoftwareAdapter(info: AdapterInfo): boolean {
  return info.isFallbackAdapter || SOFTWARE.test([info.architecture, info.device, info.description].join(' '));
}

const VENDORS: Record<string, string> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
  'img-tec': 'Imagination',
  intel: 'Intel',
  mesa: 'Mesa',
  microsoft: 'Microsoft',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
};

/** The GPU's name for people: its description where the browser tells it, else vendor and architecture ("NVIDIA hopper"). */
export function adapterName(info: AdapterInfo): string {
  if (info.description) return info.description;
  const vendor = VENDORS[info.vendor.toLowerCase()] ?? info.vendor;
  const architecture = /swiftshader/i.test(info.architecture) ? 'SwiftShader' : info.architecture;
  return [vendor, architecture, info.device].filter(Boolean).join(' ') || 'Unnamed GPU';
}

/** What onnxruntime would ask for, where the adapter has it. */
const FEATURES = new Set<string>([
  'chromium-experimental-subgroup-matrix',
  'shader-f16',
  'subgroup-size-control',
  'subgroups',
  'timestamp-query',
]);
const LIMITS = [
  'maxBindGroups',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** A device with everything the engine can use. Rejects when the adapter refuses. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    label: 'Outpane',
    requiredFeatures: [...adapter.features].filter((feature) => FEATURES.has(feature)) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
}

/**
 * Resolves with the reason when the device is of no more use: it was lost, or an operation failed for want of memory or inside
 * the driver (what comes after that would be garbage).
 */
export function deviceFailure(device: GPUDevice): Promise<string> {
  return new Promise((resolve) => {
    void device.lost.then(({ message, reason }) => resolve(message || reason));
    device.addEventListener('uncapturederror', ({ error }) => {
      if (!(error instanceof GPUValidationError)) resolve(error.message || 'out of memory');
    });
  });
}
