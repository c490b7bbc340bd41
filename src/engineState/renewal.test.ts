import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine, RequestOptions } from '../engine/engine';
import { connectionStore } from '../platform/connection';
import { OutpaneError } from '../protocol/errors';
import { cardFor, someBytes, startRangeServer, type RangeServer } from '../storage/testing/rangeServer';
import { Weights } from '../storage/weights';
import { connectEngine } from './engine';
import { openModel, prepareModel, useModel } from './model';
import { takeNotices } from '../shell/notices';
import { useRenewal, watchRevisions } from './renewal';

let server: RangeServer;
let cardUrl: string;
let asked: string[];
let weights: Weights;
/** What the engine does between having fetched a revision and changing over to it. */
let beforeChange: (options: RequestOptions) => Promise<void>;
let stops: (() => void)[];
let page: EventTarget;

/** An engine that stores models as the real one does, and computes nothing. */
const request = async (kind: string, _: unknown, options: RequestOptions = {}) => {
  asked.push(kind);
  if (kind === 'install') return (await weights.install(cardUrl)).report;
  if (kind !== 'renew') return {};
  const onProgress = (receivedBytes: number, totalBytes: number) =>
    options.onEvent?.({ kind: 'download', receivedBytes, totalBytes });
  const newer = await weights.fetchNewer(cardUrl, { onProgress, backoff: [] });
  if (!newer) return { revision: null };
  await beforeChange(options);
  await weights.changeOver(cardUrl, newer.card);
  return { revision: newer.card.revision };
};

beforeEach(async () => {
  vi.stubGlobal('navigator', {});
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('document', { visibilityState: 'visible' });
  connectionStore.setState({ offline: false });
  globalThis.indexedDB = new IDBFactory();
  const files = new Map([
    ['unet.onnx', someBytes('one', 9500)],
    ['text/model.onnx', someBytes('text', 2000)],
    ['tokenizer.json', someBytes('tokenizer', 10)],
  ]);
  cardFor(files, 'one');
  server = await startRangeServer(files);
  cardUrl = `${server.url}card.json`;
  asked = [];
  beforeChange = () => Promise.resolve();
  weights = await Weights.open();
  await weights.install(cardUrl);
  const engine = {
    request,
    state: { status: 'starting' },
    onState: () => () => undefined,
    onNotice: () => () => undefined,
  };
  stops = [connectEngine(engine as unknown as Engine, () => undefined)];
  useModel.setState({ cardUrl, card: null, phase: { status: 'opening' } });
  takeNotices();
});

afterEach(async () => {
  stops.forEach((stop) => stop());
  useRenewal.setState({ renewal: { status: 'none' } });
  vi.unstubAllGlobals();
  await server.close();
});

function publish(): void {
  server.files.set('unet.onnx', someBytes('two', 9500));
  cardFor(server.files, 'two');
}

const messages = () => takeNotices().map(({ message }) => message);
const revision = () => useModel.getState().card?.revision;

async function open(): Promise<void> {
  stops.push(watchRevisions());
  await openModel(cardUrl);
}

it('takes a newer revision over in the background: the old one is ready at once, then the new one is the page’s', async () => {
  publish();
  const seen: string[] = [];
  beforeChange = async () => {
    seen.push(useModel.getState().phase.status, revision() ?? '', useRenewal.getState().renewal.status);
    // A run that begins now gets the old revision.
    seen.push((await prepareModel()).revision);
  };
  await open();
  expect(useModel.getState().phase.status).toBe('ready');
  expect(revision()).toBe('one');
  await vi.waitFor(() => expect(revision()).toBe('two'));
  expect(seen).toEqual(['ready', 'one', 'waiting', 'one']);
  expect((await prepareModel()).revision).toBe('two');
  await vi.waitFor(() => expect(useRenewal.getState().renewal).toEqual({ status: 'none' }));
  expect(messages()).toEqual(['Test was renewed. New pictures may look different.']);
});

it('says nothing where there is nothing newer, or no network', async () => {
  await open();
  await vi.waitFor(() => expect(asked).toContain('renew'));
  server.files.clear();
  await openModel(cardUrl);
  expect(useModel.getState().phase.status).toBe('ready');
  expect(messages()).toEqual([]);
});

it('stays with the old one, and says so, when the new one can not be fetched', async () => {
  publish();
  server.files.delete('unet.onnx');
  await open();
  const notices: string[] = [];
  await vi.waitFor(() => {
    notices.push(...messages());
    expect(notices).toEqual(['A newer version of Test could not be taken over. The installed one is used.']);
  });
  expect(revision()).toBe('one');
  expect(useRenewal.getState().renewal).toEqual({ status: 'none' });
});

const isMarked = () => connectionStore.getState().offline;

it('shows that the server can not be reached, and finds out that it can again when the person comes back', async () => {
  publish();
  const cut = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')));
  vi.stubGlobal('fetch', cut);
  await open();
  await vi.waitFor(() => expect(isMarked()).toBe(true));
  expect(messages()).toEqual([]);
  // Nothing is asked by itself.
  expect(cut).toHaveBeenCalledTimes(1);
  page.dispatchEvent(new Event('visibilitychange'));
  expect(isMarked()).toBe(true);
  await vi.waitFor(() => expect(cut).toHaveBeenCalledTimes(2));
  vi.unstubAllGlobals();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', { visibilityState: 'visible' });
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(revision()).toBe('two'));
  expect(isMarked()).toBe(false);
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});

it('asks for nothing while the browser knows of no network, and looks when there is one', async () => {
  const asking = vi.spyOn(globalThis, 'fetch');
  vi.stubGlobal('navigator', { onLine: false });
  await open();
  expect(useModel.getState().phase.status).toBe('ready');
  expect(asking).not.toHaveBeenCalled();
  connectionStore.setState({ offline: true });
  vi.stubGlobal('navigator', { onLine: true });
  connectionStore.setState({ offline: false });
  await vi.waitFor(() => expect(asked).toContain('renew'));
  asking.mockRestore();
});

it('waits for the person on a metered connection', async () => {
  vi.stubGlobal('navigator', { connection: { saveData: true } });
  publish();
  await open();
  await vi.waitFor(() => expect(useRenewal.getState().renewal).toEqual({ status: 'offered', bytes: 9500 }));
  expect(useModel.getState().phase.status).toBe('ready');
  expect(asked).not.toContain('renew');
});

it('goes on when a change of the engine has stopped it', async () => {
  publish();
  let stopped = false;
  beforeChange = async () => {
    if (stopped) return;
    stopped = true;
    throw new OutpaneError({ code: 'cancelled', message: 'Cancelled.', hint: '' });
  };
  await open();
  await vi.waitFor(() => expect([stopped, useRenewal.getState().renewal.status]).toEqual([true, 'none']));
  expect(revision()).toBe('one');
  useModel.setState({ phase: { status: 'ready' } });
  await vi.waitFor(() => expect(revision()).toBe('two'));
  await vi.waitFor(() => expect(messages()).toHaveLength(1));
});
