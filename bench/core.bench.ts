import * as ort from 'onnxruntime-web/wasm';
import type { EngineEvent } from '../src/protocol/messages';
import { someRequest } from '../src/protocol/testing/someRequest';
import { loadStarter, unmeasured } from '../src/pipeline/testing/loadStarter';
import { paintPictures } from '../src/pipeline/paintPictures';
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
    session.run = async (feeds: ort.InferenceSession.FeedsType, ...rest: unknown[]) => {
      const began = performance.now();
      const results = await (run as (...all: unknown[]) => ReturnType<typeof session.run>)(feeds, ...rest);
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
    await last(paintPictures(model, request, { preview: 'off' }));

    const overhead: number[] = [];
    const totals: number[] = [];
    const share = { kernel: [] as number[], decoder: [] as number[] };
    for (let i = 0; i < REPEATS; i++) {
      spent.seconds = 0;
      const began = performance.now();
      await last(paintPictures(model, { ...request, seed: i }, { preview: 'off' }));
      const total = (performance.now() - began) / 1000;
      totals.push(total);
      overhead.push((100 * (total - spent.seconds)) / spent.seconds);
      // Before a picture was ever decoded, the decoder's cost is not known, and the kernel looks.
      for (const [looks, by] of [
        ['kernel', unmeasured(model)],
        ['decoder', model],
      ] as const) {
        const event = await last(paintPictures(by, { ...request, seed: i }, { preview: 'decoder' }));
        if (event.kind !== 'picture') throw new Error(`expected a picture at the end, not ${event.kind}`);
        const { steps, previews } = event.picture.timings;
        share[looks].push((100 * previews) / steps.reduce((sum, seconds) => sum + seconds, 0));
      }
    }
    await model.dispose();
    return [
      { what: 'seconds a picture, 12 steps, 256 x 256', value: median(totals), unit: 's' },
      atMost('generate() over the sum of its session.run calls', median(overhead), '%', 2),
      atMost('previews by the kernel, share of the steps', median(share.kernel), '%', 5),
      atMost('previews by the decoder, share of the steps', median(share.decoder), '%', 5),
    ];
  },
};
