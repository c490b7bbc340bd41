import { watchedFetch } from '../platform/connection';
import { isIntact, lengthOf, type Chunk, type ChunkRun } from './chunks';

/** A request that brought not what it should. `final`: asking the same server again is no use. */
export class TransferError extends Error {
  constructor(
    readonly reason: 'network' | 'damaged',
    message: string,
    readonly final = false,
  ) {
    super(message);
  }
}

export interface RunOptions {
  signal: AbortSignal;
  /** Milliseconds without a byte after which the connection is given up. */
  idle: number;
  onBytes: (change: number) => void;
  save: (chunk: Chunk, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** The server sends the file from its first byte. Says which chunks of it this stream shall take, or null for none. */
  onWholeFile: () => Chunk[] | null;
}

/**
 * One request for a run of chunks; each is saved as soon as it is whole and checked.
 * Rejects with TransferError, or with what `save` threw.
 */
export async function fetchRun(url: string, run: ChunkRun, options: RunOptions): Promise<void> {
  const idle = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), options.idle);
  };
  const signal = AbortSignal.any([options.signal, idle.signal]);
  const asNetwork = (thrown: unknown) => {
    if (thrown instanceof TransferError) return thrown;
    const text = idle.signal.aborted ? `nothing came for ${options.idle} ms` : String(thrown);
    return new TransferError('network', `${url}: ${text}`);
  };

  try {
    alive();
    const response = await request(url, run, signal).catch((thrown: unknown) => {
      throw asNetwork(thrown);
    });
    const chunks = response.status === 206 ? run : options.onWholeFile();
    if (!chunks || chunks.length === 0 || !response.body) {
      await response.body?.cancel();
      return;
    }
    const first = response.status === 206 ? run[0].start : 0;
    const reader = response.body.getReader();
    const next = async () => {
      alive();
      try {
        return (await reader.read()).value;
      } catch (thrown) {
        throw asNetwork(thrown);
      }
    };
    try {
      await cut(url, next, first, chunks, options);
    } finally {
      // Also when all is well: a server that ignores ranges goes on behind the last chunk.
      await reader.cancel().catch(() => undefined);
    }
  } finally {
    clearTimeout(timer);
  }
}

async function request(url: string, run: ChunkRun, signal: AbortSignal): Promise<Response> {
  const { start } = run[0];
  const response = await watchedFetch(url, {
    headers: { Range: `bytes=${start}-${start + lengthOf(run) - 1}` },
    signal,
    // The bytes are kept in IndexedDB: a second copy in the HTTP cache is of no use, and a damaged one must not come back.
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
  if (response.status === 200) return response;
  if (response.status === 206) {
    // Not readable across origins unless the server exposes it; the hashes decide then.
    const range = response.headers.get('Content-Range');
    if (!range || range.startsWith(`bytes ${start}-`)) return response;
  }
  await response.body?.cancel();
  const { status } = response;
  if (status === 416) throw new TransferError('damaged', `${url}: the file is shorter than its card says`, true);
  const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
  throw new TransferError('network', `${url}: answered ${status} ${response.statusText}`, final);
}

/** Cuts the stream, whose first byte is byte `at` of the file, into the chunks. */
async function cut(
  url: string,
  next: () => Promise<Uint8Array<ArrayBuffer> | undefined>,
  at: number,
  chunks: Chunk[],
  { onBytes, save }: RunOptions,
): Promise<void> {
  let piece: Uint8Array<ArrayBuffer> | undefined = new Uint8Array(0);
  const more = async () => {
    piece = await next();
    if (!piece) throw new TransferError('network', `${url}: ended at byte ${at}`);
  };
  for (const chunk of chunks) {
    while (at + piece.length <= chunk.start) {
      at += piece.length;
      await more();
    }
    piece = piece.subarray(Math.max(0, chunk.start - at));
    at = Math.max(at, chunk.start);

    const bytes = new Uint8Array(chunk.length);
    let filled = 0;
    try {
      while (filled < bytes.length) {
        if (piece.length === 0) await more();
        const part: Uint8Array<ArrayBuffer> = piece.subarray(0, bytes.length - filled);
        bytes.set(part, filled);
        filled += part.length;
        at += part.length;
        piece = piece.subarray(part.length);
        onBytes(part.length);
      }
      if (!(await isIntact(chunk, bytes))) {
        throw new TransferError('damaged', `${url}: chunk ${chunk.index} has other bytes than the card says`);
      }
      await save(chunk, bytes);
    } catch (thrown) {
      onBytes(-filled);
      throw thrown;
    }
  }
}
