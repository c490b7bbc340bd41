import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { chunksOf } from './chunks';
import { openStore } from './keyValue';
import { someBytes, startRangeServer } from './testing/rangeServer';
import { hostWeights, quick } from './testing/weightsHost';
import { Weights } from './weights';

const host = hostWeights();

describe('a bad connection', () => {
  it('costs at most the chunk it broke in', async () => {
    host.server.tricks.set('unet.onnx', [{ kind: 'cut', afterBytes: 2500 }]);
    await (await Weights.open()).install(host.cardUrl, { ...quick, parallel: 1 });
    const unet = host.requestsForFiles().filter(({ path }) => path === 'unet.onnx');
    expect(unet.slice(0, 2).map(({ range }) => range)).toEqual(['bytes=0-3999', 'bytes=2000-3999']);
    await host.expectWhole(await Weights.open());
  });

  it('may break often, as long as something comes each time', async () => {
    host.server.tricks.set(
      'unet.onnx',
      Array.from({ length: 9 }, () => ({ kind: 'cut' as const, afterBytes: 1100 })),
    );
    await (await Weights.open()).install(host.cardUrl, { ...quick, parallel: 1, backoff: [0] });
    await host.expectWhole(await Weights.open());
  });

  it('that brings nothing is given up and tried again', async () => {
    host.server.tricks.set('unet.onnx', [{ kind: 'stall' }]);
    await (await Weights.open()).install(host.cardUrl, { ...quick, idle: 300 });
    await host.expectWhole(await Weights.open());
  });

  it('gives up in the end, and the next try goes on where it stopped', async () => {
    host.server.tricks.set('unet.onnx', [
      { kind: 'cut', afterBytes: 3500 },
      ...Array.from({ length: 3 }, () => ({ kind: 'status' as const, status: 503 })),
    ]);
    const weights = await Weights.open();
    const one = { ...quick, parallel: 1, backoff: [0, 0] };
    await expect(weights.install(host.cardUrl, one)).rejects.toMatchObject({ code: 'network' });
    const { report } = await weights.install(host.cardUrl, quick);
    expect(report).toEqual({ fetchedBytes: 11_510 - 3000, repairedChunks: 0 });
  });

  it('is cancelled by the signal, and what came is kept', async () => {
    const controller = new AbortController();
    const weights = await Weights.open();
    const running = weights.install(host.cardUrl, {
      ...quick,
      parallel: 1,
      signal: controller.signal,
      onProgress: (received) => received >= 4000 && controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const { report } = await weights.install(host.cardUrl, quick);
    expect(report.fetchedBytes).toBeLessThan(11_510);
    await host.expectWhole(weights);
  });
});

describe('servers', () => {
  it('without ranges send each file once', async () => {
    host.server.ranges = false;
    const { report } = await (await Weights.open()).install(host.cardUrl, quick);
    expect(report.fetchedBytes).toBe(11_510);
    await host.expectWhole(await Weights.open());
  });

  it('without ranges also serve what is missing in the middle', async () => {
    const card = (await (await Weights.open()).install(host.cardUrl, quick)).card;
    await openStore('weights').delete(
      chunksOf(card, 'unet.onnx')
        .slice(3, 5)
        .map(({ key }) => key),
    );
    host.server.ranges = false;
    host.server.served.length = 0;
    const { report } = await (await Weights.open()).install(host.cardUrl, quick);
    expect(report).toEqual({ fetchedBytes: 2000, repairedChunks: 2 });
    expect(host.requestsForFiles()).toHaveLength(1);
  });

  it('that send wrong bytes once are asked again', async () => {
    host.server.tricks.set('unet.onnx', [{ kind: 'lie' }]);
    await (await Weights.open()).install(host.cardUrl, quick);
    await host.expectWhole(await Weights.open());
  });

  it('that have other files than the card says are refused', async () => {
    host.server.files.set('unet.onnx', someBytes('other', 9500));
    const install = (await Weights.open()).install(host.cardUrl, quick);
    await expect(install).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it('that lack a file are not asked twice, and a mirror is', async () => {
    const bytes = host.server.files.get('unet.onnx') ?? Buffer.of();
    const mirror = await startRangeServer(new Map([['unet.onnx', bytes]]));
    host.server.files.delete('unet.onnx');
    const one = { ...quick, parallel: 1, rangeBytes: 10_000 };
    await expect((await Weights.open()).install(host.cardUrl, one)).rejects.toMatchObject({ code: 'network' });
    expect(host.requestsForFiles().filter(({ path }) => path === 'unet.onnx')).toHaveLength(1);
    await (await Weights.open()).install(host.cardUrl, { ...one, mirrors: [mirror.url] });
    await mirror.close();
    host.server.files.set('unet.onnx', bytes);
    await host.expectWhole(await Weights.open());
  });
});
