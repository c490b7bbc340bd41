import type { ModelCard } from '../models/modelCard';
import { sha256 } from './sha256';

/** One piece of a model's file, as it is fetched, checked and stored. */
export interface Chunk {
  /** Its name in the store: equal pieces of two revisions are stored once. */
  key: string;
  /** The file of the card it belongs to. */
  path: string;
  index: number;
  /** First byte in the file. */
  start: number;
  length: number;
  sha256: string;
}

/** Chunks that follow each other in one file: what one request brings. */
export type ChunkRun = [first: Chunk, ...rest: Chunk[]];

/** Every chunk of the card's files (or of one of them), in the order of the files and their bytes. */
export function chunksOf(card: ModelCard, path?: string): Chunk[] {
  return card.files
    .filter((file) => path === undefined || file.path === path)
    .flatMap((file) =>
      file.chunks.map((sha256, index) => {
        const start = index * card.chunkSize;
        return {
          key: `${file.sha256}:${card.chunkSize}:${index}`,
          path: file.path,
          index,
          start,
          length: Math.min(card.chunkSize, file.size - start),
          sha256,
        };
      }),
    );
}

/** Bytes of all the chunks. */
export function lengthOf(chunks: Iterable<Chunk>): number {
  let sum = 0;
  for (const chunk of chunks) sum += chunk.length;
  return sum;
}

/** Whether the bytes are the ones the card promised. */
export async function isIntact(chunk: Chunk, bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<boolean> {
  return bytes.byteLength === chunk.length && (await sha256(bytes)) === chunk.sha256;
}
