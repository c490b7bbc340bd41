import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startPicture } from '../editor/pictures';
import { withFrame } from '../editor/document';
import { gradient } from '../editor/testing/images';
import { someRequest } from '../protocol/testing/someRequest';
import { session } from '../editor/editor';
import { saveStyle } from '../settings/promptStyles';
import { defaultSettings, useSettings } from '../settings/settings';
import { error } from './testing/fakeWorld';
import { generate, generateNew, generateVariations } from './generate';
import { jobs } from './jobs';
import { reportProblem, useProblem } from '../shell/problem';

// The first job waits for the model for ever, and all others behind it.
vi.mock('../engineState/model', async (original) => ({
  ...(await original<object>()),
  prepareModel: () => new Promise(() => undefined),
}));

const { set } = useSettings.getState();
const works = () => jobs.store.getState().jobs.map(({ work }) => work);
const prompts = () => works().map(({ settings }) => settings.prompt);

beforeEach(async () => {
  jobs.cancelAll();
  await jobs.settled();
  set({ ...defaultSettings(), randomSeed: false, seed: 5 });
});

describe('Generate while something runs', () => {
  it('adds to the queue, and what is typed afterwards changes nothing that waits', () => {
    for (const prompt of ['one', 'two', 'three']) {
      set({ prompt });
      generate();
    }
    set({ prompt: 'something else', steps: 3 });
    expect(prompts()).toEqual(['one', 'two', 'three']);
    expect(works()[0]?.settings.steps).toBe(12);
  });

  it('draws a seed for each where the person wants that, and leaves a locked one alone', () => {
    generateNew();
    generateNew();
    expect(works().map(({ settings }) => settings.seed)).toEqual([5, 5]);
    set({ randomSeed: true });
    generateNew();
    const drawn = works()[2]?.settings.seed;
    expect(drawn).not.toBe(5);
    expect(useSettings.getState().seed).toBe(drawn);
  });

  it('keeps the words of the style as they were', () => {
    saveStyle({ id: 'ink', name: 'Ink', template: 'ink {prompt}' });
    set({ prompt: 'a cat', style: 'ink' });
    generate();
    saveStyle({ id: 'ink', name: 'Ink', template: 'oil {prompt}' });
    expect(works()[0]?.settings).toMatchObject({ prompt: 'an ink cat', style: '' });
  });

  it('is seen on an empty table, and calls nobody back from what lies on a full one', async () => {
    generateNew();
    jobs.watch(false);
    generateNew();
    expect(jobs.store.getState().watching).toBe(true);
    jobs.watch(false);
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(8, 8)));
    generateNew();
    expect(jobs.store.getState().watching).toBe(false);
    session.undo();
  });

  it('says nothing any more of what went wrong before', () => {
    reportProblem('run', error('internal'));
    generateNew();
    expect(useProblem.getState().problem).toBeNull();
  });
});

describe('an edit', () => {
  const bounds = { x: 0, y: 0, width: 256, height: 256 };

  beforeEach(async () => {
    const made = { request: someRequest({ seed: 99 }), foreign: null, origin: 'a result' };
    await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256), made));
  });

  it('takes the document, the place and the strength as they are when it is asked for', () => {
    const { document } = session;
    session.set({ target: { ...bounds, width: 512 } });
    generate();
    session.set({ target: { ...bounds, width: 320 } });
    session.commit(withFrame(session.document, bounds), 'Place frame');
    expect(works()[0]).toMatchObject({
      kind: 'edit',
      order: { kind: 'expand', target: { width: 512 } },
      label: 'Expand',
    });
    expect(works()[0]).toMatchObject({ base: { tiles: document.tiles, frame: null } });
  });

  it('has noise of its own, not that of a picture’s variation', () => {
    set({ variation: { seed: 1, strength: 0.5 } });
    session.set({ target: { ...bounds, width: 512 } });
    generate();
    expect(works()[0]?.settings.variation).toBeNull();
  });

  it('for variations leaves a locked seed as it is (A8: it became the picture’s, and was still called locked)', () => {
    generateVariations();
    expect(works()[0]).toMatchObject({ order: { kind: 'near', request: { seed: 99 } } });
    expect(useSettings.getState()).toMatchObject({ seed: 5, randomSeed: false });
  });
});
