import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCard } from '../models/readCard';
import { openNodeRuntime } from '../pipeline/testing/loadStarter';
import type { EngineEvent } from '../protocol/messages';
import { someRequest } from '../protocol/testing/someRequest';
import { startRangeServer, type RangeServer } from '../storage/testing/rangeServer';
import type { RequestContext } from './dispatcher';
import { LocalEngine } from './localEngine';

const root = 'e2e/models/tiny/';
const cardText = readFileSync(`${root}card.json`);
const card = readCard(cardText.toString());
const modelBytes = card.files.reduce((sum, { size }) => sum + size, 0);
const request = someRequest({
  model: { id: 'starter', revision: card.revision },
  steps: 1,
  guidanceScale: 1,
  width: 128,
  height: 128,
});

let server: RangeServer;
let cardUrl: string;
let engine: LocalEngine;

/** A request's context that keeps the events. */
function context(signal = new AbortController().signal) {
  const events: EngineEvent[] = [];
  const emit: RequestContext['emit'] = (event) => void events.push(event);
  return { signal, emit, events };
}

const said = (events: EngineEvent[]) =>
  events.map((event) => (event.kind === 'phase' ? event.phase : event.kind)).filter((kind) => kind !== 'download');

beforeAll(async () => {
  const files = new Map(card.files.map(({ path }) => [path, readFileSync(root + path)] as const));
  server = await startRangeServer(new Map([...files, ['card.json', cardText]]));
  cardUrl = `${server.url}card.json`;
  engine = new LocalEngine(async () => openNodeRuntime());
  await engine.handlers.open({ backend: 'wasm' }, context());
});

afterAll(() => server.close());

describe("the worker's engine, with a tiny model", () => {
  it('reads no prompt, and fetches nothing for it, before the model is there', async () => {
    const reading = engine.handlers.readPrompt({ cardUrl, prompt: 'a' }, context());
    await expect(reading).rejects.toMatchObject({ code: 'model-unknown' });
    expect(server.served).toEqual([]);
  });

  it('fetches the model when a picture is asked for first, and makes the picture', async () => {
    const asked = context();
    const done = await engine.handlers.generate({ cardUrl, request, preview: 'decoder' }, asked);
    expect(done).toEqual({ pictures: 1 });
    const downloads = asked.events.filter((event) => event.kind === 'download');
    expect(downloads.at(-1)).toMatchObject({ receivedBytes: modelBytes, totalBytes: modelBytes });
    expect(said(asked.events)).toEqual([
      'loading',
      'encodingPrompt',
      'denoising',
      'step',
      'preview',
      'decoding',
      'picture',
    ]);
  });

  it('needs no request and no loading for the next picture', async () => {
    server.served.length = 0;
    const asked = context();
    await engine.handlers.generate({ cardUrl, request: { ...request, seed: 8 }, preview: 'off' }, asked);
    expect(said(asked.events)).not.toContain('loading');
    expect(server.served).toEqual([]);
  });

  it('says when the settings name another revision, and writes down the one that ran', async () => {
    const asked = context();
    const old = { ...request, model: { id: 'starter', revision: 'older' } };
    await engine.handlers.generate({ cardUrl, request: old, preview: 'off' }, asked);
    expect(asked.events.find((event) => event.kind === 'notice')?.message).toContain('version older of Starter');
    const made = asked.events.find((event) => event.kind === 'picture');
    expect(made?.picture.request.model).toEqual({ id: 'starter', revision: card.revision });
  });

  it('cancels what waits for its turn at once, and what runs at its next step', async () => {
    const running = new AbortController();
    const waiting = new AbortController();
    const order: string[] = [];
    const first = context(running.signal);
    const emit = (event: EngineEvent) => {
      if (event.kind === 'step' && event.step === 1) waiting.abort();
      if (event.kind === 'step' && event.step === 2) running.abort();
    };
    const long = { ...request, steps: 50 };
    const outcomes = [
      engine.handlers.generate({ cardUrl, request: long, preview: 'off' }, { ...first, emit }),
      engine.handlers.load({ cardUrl }, context(waiting.signal)),
    ].map((outcome, i) => outcome.then(() => order.push(`${i} done`)).catch(() => order.push(`${i} cancelled`)));
    await Promise.all(outcomes);
    expect(order).toEqual(['1 cancelled', '0 cancelled']);
    expect(await engine.handlers.generate({ cardUrl, request, preview: 'off' }, context())).toEqual({ pictures: 1 });
  });

  it('reads prompts with and without the sessions', async () => {
    const reading = { tokens: 5, limit: 32, cutAt: null };
    expect(await engine.handlers.readPrompt({ cardUrl, prompt: 'a red apple' }, context())).toEqual(reading);
    const fresh = new LocalEngine(async () => openNodeRuntime());
    expect(await fresh.handlers.readPrompt({ cardUrl, prompt: 'a red apple' }, context())).toEqual(reading);
  });

  it('refuses a size the model can not do', async () => {
    const asked = { cardUrl, request: { ...request, width: 100 }, preview: 'off' as const };
    await expect(engine.handlers.generate(asked, context())).rejects.toMatchObject({ code: 'bad-request' });
  });

  /** The server's next revision: one file other than it was, and a card that says so. */
  function publish(path: string, bytes: Uint8Array): string {
    server.files.set(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const files = card.files.map((file) =>
      file.path === path ? { path, size: bytes.length, sha256, chunks: [sha256] } : file,
    );
    const revision = `revision ${sha256.slice(0, 12)}`;
    server.files.set('card.json', new TextEncoder().encode(JSON.stringify({ ...card, revision, files })));
    return revision;
  }
  const revisionsOf = (events: EngineEvent[]) =>
    events.flatMap((event) => (event.kind === 'picture' ? [event.picture.request.model.revision] : []));

  it('changes over to a new revision after the run that is under way, and says who made which picture', async () => {
    expect(await engine.handlers.renew({ cardUrl }, context())).toEqual({ revision: null });
    const config = 'tokenizer/tokenizer_config.json';
    const changed = Buffer.concat([readFileSync(root + config), Buffer.from('\n')]);
    const revision = publish(config, changed);
    server.served.length = 0;

    const order: string[] = [];
    const run = context();
    const renewal = context();
    let renewed: Promise<unknown> = Promise.resolve();
    const emit = (event: EngineEvent) => {
      run.emit(event);
      if (event.kind === 'step' && event.step === 1) {
        renewed = engine.handlers.renew({ cardUrl }, renewal).finally(() => order.push('renewed'));
      }
    };
    const long = { ...request, steps: 20 };
    await engine.handlers.generate({ cardUrl, request: long, preview: 'off' }, { ...run, emit });
    order.push('picture');
    expect(await renewed).toEqual({ revision });
    expect(order).toEqual(['picture', 'renewed']);
    expect(revisionsOf(run.events)).toEqual([card.revision]);
    expect(server.served.map(({ path }) => path)).toEqual(['card.json', config]);
    expect(renewal.events.filter(({ kind }) => kind === 'download').at(-1)).toEqual({
      kind: 'download',
      receivedBytes: changed.length,
      totalBytes: changed.length,
    });

    const after = context();
    await engine.handlers.generate({ cardUrl, request, preview: 'off' }, after);
    expect(revisionsOf(after.events)).toEqual([revision]);
    // The page could not know: it is told by the answer of renew, not by a warning.
    expect(said(after.events)).not.toContain('notice');
    expect(said(after.events)).not.toContain('loading');
  });

  it('keeps the revision it has when the new one can not be loaded', async () => {
    const before = context();
    await engine.handlers.generate({ cardUrl, request, preview: 'off' }, before);
    publish('vae_decoder/model.onnx', Buffer.from('not a graph'));
    await expect(engine.handlers.renew({ cardUrl }, context())).rejects.toThrow();
    const after = context();
    await engine.handlers.generate({ cardUrl, request, preview: 'off' }, after);
    expect(revisionsOf(after.events)).toEqual(revisionsOf(before.events));
  });

  it('follows another tab that has changed over, at the next picture', async () => {
    const config = 'tokenizer/tokenizer_config.json';
    server.files.set('vae_decoder/model.onnx', readFileSync(`${root}vae_decoder/model.onnx`));
    const revision = publish(config, Buffer.concat([readFileSync(root + config), Buffer.from(' ')]));
    const other = new LocalEngine(async () => openNodeRuntime());
    await other.handlers.renew({ cardUrl }, context());
    const asked = context();
    await engine.handlers.generate({ cardUrl, request, preview: 'off' }, asked);
    expect(asked.events.find((event) => event.kind === 'revision')).toEqual({ kind: 'revision', revision });
    expect(revisionsOf(asked.events)).toEqual([revision]);
  });
});
