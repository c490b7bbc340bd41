import { persistStorage } from '../platform/persistStorage';
import { editMode } from '../jobs/editMode';
import { focusHandle } from '../shell/handles';
import { generate, generateNew } from '../jobs/generate';
import { activeJob, waitingJobs } from '../jobs/jobQueue';
import { jobs, lookAtTable } from '../jobs/jobs';
import { startNew } from '../library/openedResult';
import { randomSeed, useSettings } from '../settings/settings';
import type { Action } from './action';

let asked = false;

/** From the first picture on there is something to lose. Asked on a click, once for each opening of the app. */
function askToPersist(): void {
  if (asked) return;
  asked = true;
  void persistStorage();
}

export const generateAction: Action = {
  id: 'generate',
  label: 'Generate',
  group: 'Picture',
  shortcuts: ['Mod+Enter'],
  enabled: () => true,
  run: () => {
    // An empty prompt would make a picture of nothing in particular: ask for words instead.
    // An edit may leave it to what surrounds the place.
    const isNew = ['generate', 'frame'].includes(editMode());
    if (isNew && useSettings.getState().prompt.trim() === '') return void focusHandle('prompt');
    askToPersist();
    return generate();
  },
};

const running = () => activeJob(jobs.store.getState());

/** What runs ends; what waits behind it begins. */
export const cancelAction: Action = {
  id: 'cancel',
  label: 'Cancel',
  group: 'Picture',
  shortcuts: ['Escape'],
  enabled: () => running() !== null,
  run: () => {
    const job = running();
    if (job) jobs.cancel(job.id);
  },
};

export const cancelAllAction: Action = {
  id: 'cancel-all',
  label: 'Cancel all',
  also: 'Queue',
  group: 'Picture',
  enabled: () => running() !== null || waitingJobs(jobs.store.getState()).length > 0,
  run: () => jobs.cancelAll(),
};

export const newPictureAction: Action = {
  id: 'new-picture',
  label: 'New picture',
  group: 'Picture',
  shortcuts: ['N'],
  enabled: () => true,
  run: () => {
    lookAtTable();
    startNew();
    useSettings.getState().set({ prompt: '', negativePrompt: '' });
    focusHandle('prompt');
  },
};

export const newSeedAction: Action = {
  id: 'new-seed',
  label: 'New seed',
  group: 'Picture',
  shortcuts: ['R'],
  enabled: () => true,
  run: () => useSettings.getState().set({ seed: randomSeed() }),
};

export const toggleRandomSeedAction: Action = {
  id: 'toggle-random-seed',
  get label() {
    return useSettings.getState().randomSeed ? 'Lock seed' : 'Unlock seed';
  },
  group: 'Picture',
  shortcuts: ['L'],
  enabled: () => true,
  run: () => {
    const { randomSeed: on, set } = useSettings.getState();
    set({ randomSeed: !on });
  },
};

/** One click on an example: its words become the prompt, and it is drawn, after what is being drawn. */
export function generateExample(prompt: string): void {
  askToPersist();
  useSettings.getState().set({ prompt });
  generateNew();
}
