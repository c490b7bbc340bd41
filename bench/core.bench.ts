import * as ort from 'onnxruntime-web/wasm';
import type { EngineEvent, PreviewMode } from '../src/protocol/messages';
import { someRequest } from '../src/protocol/testing/someRequest';
import { loadStarter } from '../src/pipeline/testing/loadStarter';
import { textToImage } from '../src/pipeline/textToImage';
import { createRuntime, type OnnxRuntime } from '../src/runtime/createRuntime';
import { atMost, median, type Benchmark, type Row } from './table';

const REPEATS = 5;

/** onnxruntime whose sessions add the seconds of every run to `spent`. */
function timedRuntime(spent: { seconds: number }): OnnxRuntime {
  const create: typeof ort.InferenceSession.create = async (...args: unknown[]) => {
    const session = await (ort.InferenceSession.create as (...all: unknown[]) => Promise<ort.InferenceSession>)(
      ...args,
    );
    const run = session.run.bind(session);
    session.run = async (feeds: ort.InferenceSession.FeedsType) => {
      const began = performance.now();
      const results = await run(feeds);
      spent.seconds += (performance.now() - began) / 1000;
      return results;
    };
    return session;
  };
  return { ...ort, InferenceSession: { ...ort.InferenceSession, create } };
}

async function last(events: AsyncGenerator<EngineEvent>): Promise<EngineEvent> {
  let event: EngineEvent | undefined;
  for await (event of events);
  if (!event) throw new Error('the pipeline said nothing');
  return event;
}

export const benchmark: Benchmark = {
  name: 'The pipeline against the bare graphs (Node, WebAssembly, one thread)',
  async run(): Promise<Row[]> {
    ort.env.wasm.numThreads = 1;
    const spent = { seconds: 0 };
    const info = { backend: 'wasm', build: 'wasm', adapter: 'CPU', software: false, threads: 1 } as const;
    const model = await loadStarter(createRuntime(timedRuntime(spent), { ...info, precision: 'float32', note: null }));
    const request = someRequest({ prompt: 'a red apple', steps: 12 });
    await last(textToImage(model, request, { preview: 'off' }));

    const overhead: number[] = [];
    const totals: number[] = [];
    const share: Record<Exclude<PreviewMode, 'off'>, number[]> = { matrix: [], decoder: [] };
    for (let i = 0; i < REPEATS; i++) {
      spent.seconds = 0;
      const began = performance.now();
      await last(textToImage(model, { ...request, seed: i }, { preview: 'off' }));
      const total = (performance.now() - began) / 1000;
      totals.push(total);
      overhead.push((100 * (total - spent.seconds)) / spent.seconds);
      for (const mode of ['matrix', 'decoder'] as const) {
        const event = await last(textToImage(model, { ...request, seed: i }, { preview: mode }));
        if (event.kind !== 'picture') throw new Error(`expected a picture at the end, not ${event.kind}`);
        const { steps, previews } = event.picture.timings;
        share[mode].push((100 * previews) / steps.reduce((sum, seconds) => sum + seconds, 0));
      }
    }
    await model.dispose();
    return [
      { what: 'seconds a picture, 12 steps, 256 x 256', value: median(totals), unit: 's' },
      atMost('generate() over the sum of its session.run calls', median(overhead), '%', 2),
      atMost('previews by the kernel, share of the steps', median(share.matrix), '%', 5),
      atMost('previews by the decoder, share of the steps', median(share.decoder), '%', 5),
    ];
  },
};
