/** Read access to the whole, verified files of one model, wherever they are kept. Paths are those of the card. */
export interface ModelFiles {
  /** All bytes of a file; for graphs and tokenizers. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The file as a Blob that is read lazily; for external data. */
  blob(path: string): Promise<Blob>;
}
