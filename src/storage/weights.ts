import { withLock } from '../platform/locks';
import { freeStorageBytes } from '../platform/storageQuota';
import type { ModelCard } from '../models/modelCard';
import type { ModelFiles } from '../models/modelFiles';
import { OutpaneError, toOutpaneError } from '../protocol/errors';
import type { InstallReport } from '../protocol/messages';
import { ChunkStore } from './chunkStore';
import { chunksOf, lengthOf, type Chunk } from './chunks';
import { downloadChunks, type DownloadSettings } from './downloadChunks';
import { cancelled, currentCard, openModelRecords, readRecord, type ModelRecords } from './modelRecords';
import { notEnoughSpace } from './storageErrors';

export interface InstallOptions extends Partial<DownloadSettings> {
  signal?: AbortSignal;
  /** Bytes of the whole model that are here, and all of them. */
  onProgress?: (receivedBytes: number, totalBytes: number) => void;
  onNotice?: (message: string) => void;
  /** Folders with the same files, tried when the card's own folder fails. */
  mirrors?: string[];
}

export interface Installed {
  /** The revision that is whole: the server's, or an older one where the newer could not be fetched. */
  card: ModelCard;
  report: InstallReport;
}

/** The models of this device: installed once, checked, repaired, read. One for each thread that needs them. */
export class Weights {
  private constructor(
    private readonly chunks: ChunkStore,
    private readonly records: ModelRecords,
  ) {}

  static async open(): Promise<Weights> {
    const chunks = await ChunkStore.open();
    return new Weights(chunks, openModelRecords(chunks.persistent));
  }

  /** False when the browser stores nothing: models are kept in memory until the thread ends. */
  get persistent(): boolean {
    return this.chunks.persistent;
  }

  /** The revision that works without a network, or null. No request is made. */
  async installed(cardUrl: string): Promise<ModelCard | null> {
    return (await readRecord(this.records, cardUrl)).installed;
  }

  /**
   * Makes sure that the model at the card's absolute URL is whole on this device; only chunks that are missing or damaged are
   * fetched. An installed older revision stays until the new one is whole. Rejects with `network`, `model-damaged`,
   * `storage-full`, `cancelled`; whatever was fetched before is kept.
   */
  async install(cardUrl: string, options: InstallOptions = {}): Promise<Installed> {
    const wanted = await currentCard(this.records, cardUrl, options.signal);
    return this.#locked(cardUrl, options, async () => {
      const { installed } = await readRecord(this.records, cardUrl);
      try {
        return await this.#complete(cardUrl, wanted, options);
      } catch (thrown) {
        const error = toOutpaneError(thrown);
        if (!installed || sameFiles(installed, wanted) || error.code === 'cancelled') throw error;
        options.onNotice?.(
          `${installed.name} has a newer version that could not be fetched. The installed one is used.`,
        );
        return { card: installed, report: { fetchedBytes: 0, repairedChunks: 0 } };
      }
    });
  }

  /** Read access to an installed revision. Chunks that turn out damaged or missing are fetched again, and that is said. */
  files(cardUrl: string, card: ModelCard, options: InstallOptions = {}): ModelFiles {
    const blob = async (path: string) => {
      const chunks = chunksOf(card, path);
      if (chunks.length === 0) throw new Error(`${path} is not a file of ${card.id}.`);
      const parts = await this.#readAll(chunks);
      if (parts.includes(undefined)) {
        await this.#locked(cardUrl, options, () => this.#repair(cardUrl, card, chunks, options));
        parts.splice(0, parts.length, ...(await this.#readAll(chunks)));
      }
      return new Blob(parts.map((part, i) => part ?? unreadable(chunks[i])));
    };
    const bytes = async (path: string) => {
      const read = async () => new Uint8Array(await (await blob(path)).arrayBuffer());
      try {
        return await read();
      } catch (thrown) {
        if (thrown instanceof OutpaneError) throw thrown;
        // The browser lost the file behind a Blob that was fine before: look again, which repairs it.
        for (const chunk of chunksOf(card, path)) this.chunks.distrust(chunk);
        return read();
      }
    };
    return { blob, bytes };
  }

  #locked<T>(cardUrl: string, options: InstallOptions, task: () => Promise<T>): Promise<T> {
    const onWait = () => options.onNotice?.('The model is being fetched in another tab.');
    return withLock(`outpane-model:${cardUrl}`, { signal: options.signal, onWait }, task).catch((thrown: unknown) => {
      throw options.signal?.aborted ? cancelled() : thrown;
    });
  }

  async #complete(cardUrl: string, card: ModelCard, options: InstallOptions): Promise<Installed> {
    const before = await readRecord(this.records, cardUrl);
    const wasWhole = before.installed !== null && sameFiles(before.installed, card);
    const report = await this.#repair(cardUrl, card, chunksOf(card), options, wasWhole, async () => {
      await this.records.set(cardUrl, { installed: before.installed, incoming: card });
    });
    const after = { installed: card, incoming: null };
    if (JSON.stringify(before) !== JSON.stringify(after)) await this.records.set(cardUrl, after);
    for (const old of [before.installed, before.incoming]) {
      if (old && !sameFiles(old, card)) await this.#deleteUnused(old);
    }
    return { card, report };
  }

  /** Fetches those of the chunks that are not here as they should be. */
  async #repair(
    cardUrl: string,
    card: ModelCard,
    chunks: Chunk[],
    options: InstallOptions,
    wasWhole = true,
    beforeFetch?: () => Promise<void>,
  ): Promise<InstallReport> {
    const total = lengthOf(chunks);
    const parts = await this.#readAll(chunks, options.signal);
    if (options.signal?.aborted) throw cancelled();
    const missing = chunks.filter((_, i) => parts[i] === undefined);
    const missingBytes = lengthOf(missing);
    let received = total - missingBytes;
    if (missing.length === 0) {
      options.onProgress?.(total, total);
      return { fetchedBytes: 0, repairedChunks: 0 };
    }

    const free = this.persistent ? await freeStorageBytes() : null;
    // Some room is left for what the browser writes beside the chunks, and for a picture or two.
    if (free !== null && free < missingBytes * 1.05 + 4e6) throw notEnoughSpace(missingBytes, free);
    await beforeFetch?.();

    options.onProgress?.(received, total);
    const settled = options.signal ?? new AbortController().signal;
    try {
      await downloadChunks(missing, (chunk, bytes) => this.chunks.write(chunk, bytes), {
        ...options,
        baseUrls: [cardUrl, ...(options.mirrors ?? [])],
        signal: settled,
        onBytes: (change) => options.onProgress?.((received += change), total),
      });
    } catch (thrown) {
      throw wasWhole ? brokenHere(card, toOutpaneError(thrown)) : thrown;
    }
    if (wasWhole) {
      options.onNotice?.(
        `Part of the model ${card.name} was missing or damaged on this device. It was fetched again (${missing.length} of ${chunksOf(card).length} pieces).`,
      );
    }
    return { fetchedBytes: missingBytes, repairedChunks: wasWhole ? missing.length : 0 };
  }

  /** A few at a time: reading checks the hash, which needs the chunk in memory. */
  async #readAll(chunks: Chunk[], signal?: AbortSignal): Promise<(Blob | undefined)[]> {
    const parts: (Blob | undefined)[] = Array.from(chunks, () => undefined);
    let next = 0;
    const reader = async () => {
      while (next < chunks.length && !signal?.aborted) {
        const i = next++;
        parts[i] = await this.chunks.read(chunks[i]);
      }
    };
    await Promise.all([reader(), reader(), reader(), reader()]);
    return parts;
  }

  /** Deletes the chunks of a revision that no other model or revision of this device has. */
  async #deleteUnused(old: ModelCard): Promise<void> {
    const used = new Set<string>();
    for (const url of await this.records.keys()) {
      const { installed, incoming } = await readRecord(this.records, url);
      for (const card of [installed, incoming]) {
        if (card) chunksOf(card).forEach((chunk) => used.add(chunk.key));
      }
    }
    await this.chunks.delete(chunksOf(old).filter((chunk) => !used.has(chunk.key)));
  }
}

/** Whether the two cards mean the same bytes (their other facts may differ). */
function sameFiles(a: ModelCard, b: ModelCard): boolean {
  const names = (card: ModelCard) => [...new Set(chunksOf(card).map((chunk) => chunk.key))].toSorted().join();
  return names(a) === names(b);
}

function unreadable(chunk: Chunk): never {
  throw new OutpaneError({
    code: 'model-damaged',
    message: "A part of the model can't be read back from the browser's storage.",
    hint: 'Your pictures are safe. Reload the page; if it happens again, the disk may be full or failing.',
    cause: `${chunk.path}, chunk ${chunk.index}`,
  });
}

/** The words for a model that had been whole: what a person must know is other than for a first download. */
function brokenHere(card: ModelCard, error: OutpaneError): OutpaneError {
  if (error.code !== 'network') return error;
  return new OutpaneError({
    code: 'network',
    message: `Part of the model ${card.name} on this device is missing or damaged, and it could not be fetched again.`,
    hint: 'Your pictures are safe. Connect to the network and try again; only the damaged part is fetched.',
    cause: error.cause,
  });
}
