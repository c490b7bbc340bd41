import { isOffline } from '../platform/network';
import { modelDamaged, networkFailed, type OutpaneError, toOutpaneError } from '../protocol/errors';
import { lengthOf, type Chunk, type ChunkRun } from './chunks';
import { fetchRun, TransferError } from './fetchRun';
import { fetchCancelled } from './modelRecords';

export interface DownloadSettings {
  /** Streams at a time. */
  parallel: number;
  /** Bytes asked for in one request, at most (but always one chunk). */
  rangeBytes: number;
  /** Milliseconds to wait after the 1st, 2nd, ... failure in a row; a server has failed when the list is used up. */
  backoff: readonly number[];
  /** A connection that brings nothing for so many milliseconds is given up. */
  idle: number;
}

const DOWNLOAD_SETTINGS: DownloadSettings = {
  parallel: 4,
  rangeBytes: 16 * 2 ** 20,
  backoff: [500, 1000, 2000, 4000],
  idle: 30_000,
};

export interface DownloadOptions extends Partial<DownloadSettings> {
  /** Folders that the card's paths are relative to, ending in /: the first is asked first, the others when it fails. */
  baseUrls: string[];
  signal: AbortSignal;
  /** Bytes that have just arrived; negative when a broken connection lost them. */
  onBytes?: (change: number) => void;
}

/**
 * Fetches the chunks and gives each to `save` once its bytes are seen to be the card's. A broken connection loses at most
 * the chunk it was in. Rejects with `network`, `model-damaged` (the server has other bytes than the card says), `cancelled`,
 * or what `save` threw; chunks saved until then stay saved.
 */
export async function downloadChunks(
  chunks: Chunk[],
  save: (chunk: Chunk, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
  options: DownloadOptions,
): Promise<void> {
  const settings = { ...DOWNLOAD_SETTINGS, ...options };
  const missing = new Map(chunks.map((chunk) => [chunk.key, chunk]));
  /** Files whose server sends everything whatever the range: one stream brings all of the file's chunks, the others wait for it. */
  const wholeStreams = new Map<string, Promise<void>>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);

  const transfer = async (run: ChunkRun, baseUrl: string) => {
    const { path } = run[0];
    const takeOver = () => {
      if (wholeStreams.has(path)) return null;
      return [...missing.values()].filter((chunk) => chunk.path === path);
    };
    const done = fetchRun(new URL(path, baseUrl).href, run, {
      signal,
      idle: settings.idle,
      onBytes: options.onBytes ?? (() => undefined),
      onWholeFile: () => {
        const all = takeOver();
        if (all) wholeStreams.set(path, done);
        return all;
      },
      save: async (chunk, bytes) => {
        await save(chunk, bytes);
        missing.delete(chunk.key);
      },
    });
    try {
      await done;
    } finally {
      if (wholeStreams.get(path) === done) wholeStreams.delete(path);
    }
    // This stream was not needed because another brings the whole file.
    await wholeStreams.get(path);
  };

  const obtain = async (range: Chunk[]) => {
    let servers = options.baseUrls.map((url) => ({ url, failures: 0 }));
    for (;;) {
      const run = firstRun(range.filter((chunk) => missing.has(chunk.key)));
      if (!run) return;
      const before = missing.size;
      const [server] = servers;
      if (!server) throw new Error('No address was given to fetch the model from.');
      try {
        await transfer(run, server.url);
      } catch (thrown) {
        if (signal.aborted || !(thrown instanceof TransferError)) throw thrown;
        if (missing.size < before) server.failures = 0;
        server.failures += thrown.final ? Infinity : thrown.reason === 'damaged' ? settings.backoff.length : 1;
        // The next server comes to the front, so that a mirror is tried before the same server is tried again.
        servers = [...servers.slice(1), server].filter(({ failures }) => failures <= settings.backoff.length);
        if (servers.length === 0 || isOffline()) throw explain(thrown);
        const wait = settings.backoff[server.failures - 1];
        if (servers[0] === server && wait) await delay(wait, signal);
      }
    }
  };

  const queue = intoRanges(chunks, settings.rangeBytes);
  const runner = async () => {
    for (let range = queue.shift(); range; range = queue.shift()) await obtain(range);
  };
  try {
    await Promise.all(
      Array.from({ length: settings.parallel }, async () => {
        try {
          await runner();
        } catch (thrown) {
          stop.abort();
          throw thrown;
        }
      }),
    );
  } catch (thrown) {
    if (options.signal.aborted) throw fetchCancelled();
    throw toOutpaneError(thrown);
  }
}

/** Chunks that follow each other in one file, at most `bytes` together. */
function intoRanges(chunks: Chunk[], bytes: number): Chunk[][] {
  const ranges: Chunk[][] = [];
  let current: Chunk[] = [];
  let last: Chunk | undefined;
  for (const chunk of chunks) {
    if (last && follows(last, chunk) && lengthOf(current) + chunk.length <= bytes) {
      current.push(chunk);
    } else {
      current = [chunk];
      ranges.push(current);
    }
    last = chunk;
  }
  return ranges;
}

/** The chunks up to the first gap; null when there are none. */
function firstRun([first, ...others]: Chunk[]): ChunkRun | null {
  if (!first) return null;
  const run: ChunkRun = [first];
  let last = first;
  for (const chunk of others) {
    if (!follows(last, chunk)) break;
    run.push(chunk);
    last = chunk;
  }
  return run;
}

const follows = (a: Chunk, b: Chunk) => a.path === b.path && a.index + 1 === b.index;

function explain(failure: TransferError): OutpaneError {
  if (failure.reason === 'damaged') {
    return modelDamaged(
      'A file of the model is not what its card says.',
      'Your pictures are safe. Try again later; if it happens again, the model has to be put in place again on the server.',
      failure.message,
    );
  }
  return networkFailed(
    'The model could not be fetched.',
    'What was fetched is kept. Check the connection and try again: it goes on where it stopped.',
    failure.message,
  );
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
