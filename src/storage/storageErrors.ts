import { byteText } from '../protocol/byteText';
import { OutpaneError, storageFull, storageRefused } from '../protocol/errors';

const nameOf = (thrown: unknown) => (thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '');

/** Whatever IndexedDB threw, as an error that a person can act on. */
export function toStorageError(thrown: unknown): OutpaneError {
  if (thrown instanceof OutpaneError) return thrown;
  const name = nameOf(thrown);
  const cause = thrown instanceof Error ? `${name}: ${thrown.message}` : String(thrown);
  // Chromium says "DataError: Failed to write blobs" when the disk is full.
  if (name === 'QuotaExceededError' || (name === 'DataError' && /blob/i.test(cause))) {
    return storageFull(
      "The browser's storage is full.",
      'What is stored is safe. Delete pictures or site data you no longer need, or free disk space, and try again.',
      cause,
    );
  }
  return storageRefused(
    'The browser does not let this page store data.',
    'Leave the private window or allow site data for this page, then reload.',
    cause,
  );
}

/** A refusal to store before anything was tried, with the numbers. */
export function notEnoughSpace(needed: number, free: number): OutpaneError {
  return storageFull(
    `The model needs ${byteText(needed)} of storage, and the browser grants ${byteText(free)} more.`,
    'What is stored is safe. Free disk space, or delete pictures and site data you no longer need, and try again.',
  );
}
