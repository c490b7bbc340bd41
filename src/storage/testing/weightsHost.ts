import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect } from 'vitest';
import type { InstallOptions, Weights } from '../weights';
import { cardFor, someBytes, startRangeServer, type RangeServer } from './rangeServer';

/** Short waits and small ranges. */
export const quick: InstallOptions = { backoff: [0, 0, 0], rangeBytes: 4000, idle: 5000 };

/** A model of 11,510 bytes in three files. */
export const modelFiles = () =>
  new Map([
    ['unet.onnx', someBytes('unet', 9500)],
    ['text/model.onnx', someBytes('text', 2000)],
    ['tokenizer.json', someBytes('tokenizer', 10)],
  ]);

/** Before each test: nothing stored, and a server with the model and its card. */
export function hostWeights() {
  let server: RangeServer | undefined;
  const running = () => {
    if (!server) throw new Error('only within a test');
    return server;
  };
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    const files = modelFiles();
    cardFor(files);
    server = await startRangeServer(files);
  });
  afterEach(() => server?.close());

  const host = {
    get server() {
      return running();
    },
    get cardUrl() {
      return `${running().url}card.json`;
    },
    requestsForFiles: () => running().served.filter(({ path }) => path !== 'card.json'),
    /** What is installed reads back as the same bytes. */
    async expectWhole(weights: Weights, files = running().files) {
      const card = await weights.installed(host.cardUrl);
      if (!card) throw new Error('nothing is installed');
      const reader = weights.files(host.cardUrl, card, quick);
      for (const { path } of card.files) {
        expect(Buffer.from(await reader.bytes(path)).equals(files.get(path) ?? Buffer.of())).toBe(true);
      }
    },
  };
  return host;
}
