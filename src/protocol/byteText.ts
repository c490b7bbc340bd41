/** "640 KB", "3.2 MB", "1.4 GB": thousands of bytes, as browsers and systems count storage. */
export function byteText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} KB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "12 of 43 MB": how far a download of `total` bytes is. */
export const downloadText = (received: number, total: number): string =>
  `${Math.round(received / 1e6)} of ${Math.round(total / 1e6)} MB`;
