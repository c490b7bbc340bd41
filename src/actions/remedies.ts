import { switchBackend } from '../stores/backend';
import { engineInfo } from '../stores/engine';
import { focusHandle } from '../stores/handles';
import { useLayout } from '../stores/layout';
import { prepareModel, useModel } from '../stores/model';
import type { Problem } from '../stores/problem';
import { generate } from '../stores/generate';
import { randomSeed, useSettings } from '../stores/settings';
import { STARTER_SIZE } from '../stores/sizes';

/** The next thing to do about a problem, as a button. */
export interface Remedy {
  label: string;
  run(): void | Promise<void>;
}

const reload: Remedy = { label: 'Reload the page', run: () => location.reload() };
const freeStorage: Remedy = { label: 'Free storage', run: () => useLayout.getState().set({ dialog: 'storage' }) };
const runAgain: Remedy = { label: 'Try again', run: generate };
const prepareAgain: Remedy = { label: 'Try again', run: () => void prepareModel().catch(() => undefined) };

const onTheCpu: Remedy = {
  label: 'Use the CPU',
  run: async () => {
    await switchBackend('wasm');
    await generate();
  },
};

const nativeSize = () => useModel.getState().card?.size.native ?? STARTER_SIZE.native;

function atNativeSize(): Remedy {
  const side = nativeSize();
  return {
    label: `Use ${side} × ${side}`,
    run: () => {
      useSettings.getState().set({ width: side, height: side });
      return generate();
    },
  };
}

const anotherSeed: Remedy = {
  label: 'Try another seed',
  run: () => {
    useSettings.getState().set({ seed: randomSeed() });
    return generate();
  },
};

/** What a person can do about it, the best first; none when only their own way leads on (the error's hint says which). */
export function remediesFor({ error, from }: Problem): Remedy[] {
  const again = from === 'model' ? prepareAgain : runAgain;
  const onGpu = engineInfo()?.backend === 'webgpu';
  switch (error.code) {
    case 'cancelled':
    case 'no-wasm-simd':
      return [];
    case 'bad-request':
      return isNativeSize() ? [{ label: 'Edit the prompt', run: () => void focusHandle('prompt') }] : [atNativeSize()];
    case 'device-lost':
      return onGpu ? [onTheCpu, again] : [again];
    case 'out-of-memory':
      return [...(isNativeSize() ? [] : [atNativeSize()]), ...(onGpu ? [onTheCpu] : [again])];
    case 'not-finite':
      return onGpu ? [onTheCpu, anotherSeed] : [anotherSeed];
    case 'storage-full':
      return from === 'storage' ? [freeStorage] : [freeStorage, again];
    case 'storage-refused':
      return [reload];
    case 'model-damaged':
    case 'network':
    case 'worker-died':
      return [again];
    case 'model-unknown':
    case 'internal':
      return from === 'storage' ? [reload] : [again, reload];
  }
}

function isNativeSize(): boolean {
  const { width, height } = useSettings.getState();
  return width === nativeSize() && height === nativeSize();
}
