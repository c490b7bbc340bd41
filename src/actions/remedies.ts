import { part } from '../platform/part';
import { STARTER } from '../protocol/starter';
import { switchBackend } from '../engineState/backend';
import { engineInfo } from '../engineState/engine';
import { focusHandle } from '../shell/handles';
import { useLayout } from '../shell/layout';
import { prepareModel, useModel } from '../engineState/model';
import { clearProblem } from '../shell/problem';
import type { Problem } from '../shell/problem';
import { generate } from '../jobs/generate';
import { isWorking, jobs } from '../jobs/jobs';
import { randomSeed, useSettings } from '../settings/settings';

const loadFileActions = part(() => import('./fileActions'));
const loadTransfer = part(() => import('../exchange/archives'));

/** The next thing to do about a problem, as a button. */
export interface Remedy {
  label: string;
  run(): void | Promise<void>;
}

const reload: Remedy = { label: 'Reload the page', run: () => location.reload() };
const freeStorage: Remedy = { label: 'Free storage', run: () => useLayout.getState().set({ dialog: 'storage' }) };

/** The job that the problem is about: the one that failed last. */
const failedJob = () =>
  jobs.store.getState().jobs.findLast(({ state }) => state.phase === 'ended' && state.end.kind === 'failed');

/** The same once more; what has been typed since does not change it. */
function startAgain(): void {
  const job = failedJob();
  if (!job) return generate();
  clearProblem();
  jobs.startAgain(job.id);
}

/** What is asked for now takes the place of what failed. */
function generateInstead(): void {
  const job = failedJob();
  if (job) jobs.dismiss(job.id);
  generate();
}

const runAgain: Remedy = { label: 'Try again', run: startAgain };
const prepareAgain: Remedy = { label: 'Try again', run: () => void prepareModel().catch(() => undefined) };

const ANOTHER_FILE = 'Choose another file';
const anotherPicture: Remedy = {
  label: ANOTHER_FILE,
  run: async () => (await loadFileActions()).openPictureAction.run(),
};
const anotherBackup: Remedy = {
  label: ANOTHER_FILE,
  run: async () => (await loadTransfer()).restoreChosen(),
};

/** About a file that can't be taken in, or a picture that can't be written: neither the prompt nor the model can help. */
function fileRemedies(from: Problem['from']): Remedy[] {
  if (from === 'picture') return [anotherPicture];
  return from === 'backup' ? [anotherBackup] : [];
}

const onTheCpu: Remedy = {
  label: 'Use the CPU',
  run: async () => {
    await switchBackend('wasm');
    startAgain();
  },
};

const nativeSize = () => useModel.getState().card?.size.native ?? STARTER.size.native;

function atNativeSize(): Remedy {
  const side = nativeSize();
  return {
    label: `Use ${side} × ${side}`,
    run: () => {
      useSettings.getState().set({ width: side, height: side });
      generateInstead();
    },
  };
}

const anotherSeed: Remedy = {
  label: 'Try another seed',
  run: () => {
    useSettings.getState().set({ seed: randomSeed() });
    generateInstead();
  },
};

/** What a person can do about it, the best first; none when only their own way leads on (the error's hint says which). */
export function remediesFor({ error, from }: Problem): Remedy[] {
  // It is asked for without a hand, but not every browser asks twice; and a run would be lost.
  if (from === 'app') return isWorking() ? [] : [reload];
  const again = from === 'model' ? prepareAgain : runAgain;
  const generating = from === 'run' || from === 'model';
  const onGpu = engineInfo()?.backend === 'webgpu';
  switch (error.code) {
    case 'cancelled':
    case 'no-wasm-simd':
      return [];
    case 'bad-request':
      if (!generating) return fileRemedies(from);
      return isNativeSize() ? [{ label: 'Edit the prompt', run: () => void focusHandle('prompt') }] : [atNativeSize()];
    case 'device-lost':
      return onGpu ? [onTheCpu, again] : [again];
    case 'out-of-memory':
      if (!generating) return fileRemedies(from);
      return [...(isNativeSize() ? [] : [atNativeSize()]), ...(onGpu ? [onTheCpu] : [again])];
    case 'not-finite':
      return onGpu ? [onTheCpu, anotherSeed] : [anotherSeed];
    case 'storage-full':
      return generating ? [freeStorage, again] : [freeStorage];
    case 'storage-refused':
      return [reload];
    case 'model-damaged':
    case 'network':
    case 'worker-died':
      return [again];
    case 'model-unknown':
    case 'internal':
      return generating ? [again, reload] : [reload];
  }
}

function isNativeSize(): boolean {
  const { width, height } = useSettings.getState();
  return width === nativeSize() && height === nativeSize();
}
