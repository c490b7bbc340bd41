import { withLock } from '../platform/locks';
import { freeStorageBytes } from '../platform/storageQuota';
import type { ModelCard } from '../models/modelCard';
import type { ModelFiles } from '../models/modelFiles';
import { modelDamaged, networkFailed, OutpaneError, toOutpaneError } from '../protocol/errors';
import type { InstallReport } from '../protocol/messages';
import { ChunkStore } from './chunkStore';
import { chunksOf, lengthOf, type Chunk } from './chunks';
import { downloadChunks, type DownloadSettings } from './downloadChunks';
import {
  fetchCancelled,
  currentCard,
  fetchCard,
  openModelRecords,
  readRecord,
  sameCard,
  type ModelRecords,
} from './modelRecords';
import { deleteRetired, holdInstalled, holdRevision, sameFiles, succeed, type RevisionInUse } from './revisions';
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
  /** The revision that is whole. */
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

  /** The installed revision, whose chunks stay until it is released; null where there is none. */
  useInstalled(cardUrl: string): Promise<RevisionInUse | null> {
    return holdInstalled(this.records, cardUrl);
  }

  /** The same of a revision that `install` or `fetchNewer` has made whole. */
  use(cardUrl: string, card: ModelCard): Promise<RevisionInUse> {
    return holdRevision(cardUrl, card);
  }

  /**
   * Makes sure that a revision of the model at the card's absolute URL is whole on this device: the installed one, however old;
   * the server's where there is none, or where the installed one is damaged. Only what is missing or damaged is fetched.
   * Rejects with `network`, `model-damaged`, `storage-full`, `cancelled`; whatever was fetched before is kept.
   */
  async install(cardUrl: string, options: InstallOptions = {}): Promise<Installed> {
    const { installed } = await readRecord(this.records, cardUrl);
    if (installed) {
      const chunks = chunksOf(installed);
      const parts = await this.#readAll(chunks, options.signal);
      if (options.signal?.aborted) throw fetchCancelled();
      if (!parts.some(({ blob }) => !blob)) {
        options.onProgress?.(lengthOf(chunks), lengthOf(chunks));
        return { card: installed, report: { fetchedBytes: 0, repairedChunks: 0 } };
      }
    }
    const wanted = await currentCard(this.records, cardUrl, options.signal);
    return this.#locked(cardUrl, options, async () => {
      const report = await this.#fetchRevision(cardUrl, wanted, options);
      await this.#succeed(cardUrl, wanted);
      return { card: wanted, report };
    });
  }

  /**
   * Makes the server's revision whole beside the installed one, which goes on working; `changeOver` makes it the installed one.
   * `onProgress` counts only the bytes that the two don't share. Null when the server has no other or nothing is installed.
   * Rejects as `install` does.
   */
  async fetchNewer(cardUrl: string, options: InstallOptions = {}): Promise<Installed | null> {
    const card = await fetchCard(cardUrl, options.signal);
    const isNewer = async () => {
      const installed = await this.installed(cardUrl);
      return installed !== null && !sameCard(installed, card);
    };
    if (!(await isNewer())) return null;
    return this.#locked(cardUrl, options, async () => {
      // Another tab may have done all of it while this one waited.
      if (!(await isNewer())) return null;
      let shared: number | null = null;
      const onProgress = (received: number, total: number) => {
        shared ??= received;
        options.onProgress?.(received - shared, total - shared);
      };
      return { card, report: await this.#fetchRevision(cardUrl, card, { ...options, onProgress }) };
    });
  }

  /** Makes a revision that is whole the installed one, and deletes what only older ones had as soon as no tab uses them. */
  async changeOver(cardUrl: string, card: ModelCard): Promise<void> {
    await this.#locked(cardUrl, {}, () => this.#succeed(cardUrl, card));
  }

  /** Deletes what older revisions have left here, if no tab uses them any more. */
  async tidy(cardUrl: string): Promise<void> {
    if ((await readRecord(this.records, cardUrl)).retired.length === 0) return;
    await this.#locked(cardUrl, {}, () => deleteRetired(this.records, this.chunks, cardUrl));
  }

  /** Read access to an installed revision. Chunks that turn out damaged or missing are fetched again, and that is said. */
  files(cardUrl: string, card: ModelCard, options: InstallOptions = {}): ModelFiles {
    const blob = async (path: string) => {
      const chunks = chunksOf(card, path);
      if (chunks.length === 0) throw new Error(`${path} is not a file of ${card.id}.`);
      let parts = await this.#readAll(chunks);
      if (parts.some(({ blob }) => !blob)) {
        await this.#locked(cardUrl, options, () => this.#repair(cardUrl, card, chunks, options));
        parts = await this.#readAll(chunks);
      }
      return new Blob(parts.map(({ chunk, blob }) => blob ?? unreadable(chunk)));
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
      throw options.signal?.aborted ? fetchCancelled() : thrown;
    });
  }

  async #fetchRevision(cardUrl: string, card: ModelCard, options: InstallOptions): Promise<InstallReport> {
    const before = await readRecord(this.records, cardUrl);
    const wasWhole = before.installed !== null && sameFiles(before.installed, card);
    return this.#repair(cardUrl, card, chunksOf(card), options, wasWhole, async () => {
      // A revision that was on its way and was overtaken has left chunks here.
      const { incoming } = before;
      const retired = incoming && !sameFiles(incoming, card) ? [...before.retired, incoming] : before.retired;
      await this.records.set(cardUrl, { ...before, incoming: card, retired });
    });
  }

  async #succeed(cardUrl: string, card: ModelCard): Promise<void> {
    await succeed(this.records, cardUrl, card);
    await deleteRetired(this.records, this.chunks, cardUrl);
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
    if (options.signal?.aborted) throw fetchCancelled();
    const missing = parts.filter(({ blob }) => !blob).map(({ chunk }) => chunk);
    const missingBytes = lengthOf(missing);
    let received = total - missingBytes;
    if (missing.length === 0) {
      options.onProgress?.(total, total);
      return { fetchedBytes: 0, repairedChunks: 0 };
    }

    const free = this.persistent ? await freeStorageBytes() : null;
    // Some room is left for what the browser writes beside the chunks, and for a picture or two.
    const needed = missingBytes * 1.05 + 4e6;
    if (free !== null && free < needed) throw notEnoughSpace(needed, free);
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
  async #readAll(chunks: Chunk[], signal?: AbortSignal): Promise<StoredPart[]> {
    const parts = chunks.map((chunk): StoredPart => ({ chunk, blob: undefined }));
    const waiting = parts.values();
    const reader = async () => {
      for (const part of waiting) {
        if (signal?.aborted) return;
        part.blob = await this.chunks.read(part.chunk);
      }
    };
    await Promise.all([reader(), reader(), reader(), reader()]);
    return parts;
  }
}

/** A chunk and what is here of it: nothing where it is missing or damaged. */
interface StoredPart {
  chunk: Chunk;
  blob: Blob | undefined;
}

function unreadable(chunk: Chunk): never {
  throw modelDamaged(
    "A part of the model can't be read back from the browser's storage.",
    'Your pictures are safe. Reload the page; if it happens again, the disk may be full or failing.',
    `${chunk.path}, chunk ${chunk.index}`,
  );
}

/** The words for a model that had been whole: what a person must know is other than for a first download. */
function brokenHere(card: ModelCard, error: OutpaneError): OutpaneError {
  if (error.code !== 'network') return error;
  return networkFailed(
    `Part of the model ${card.name} on this device is missing or damaged, and it could not be fetched again.`,
    'Your pictures are safe. Connect to the network and try again; only the damaged part is fetched.',
    error.cause,
  );
}
