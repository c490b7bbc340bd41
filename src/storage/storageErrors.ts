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
  if (isTransient(thrown) && name !== 'InvalidStateError') {
    return storageRefused(
      'The browser has lost the connection to its storage.',
      'What is stored is safe. Reload the page; if that does not help, close the browser and open it again.',
      cause,
    );
  }
  return storageRefused(
    'The browser does not let this page store data.',
    'Leave the private window or allow site data for this page, then reload.',
    cause,
  );
}

/** What browsers say when they have let go of a database or a transaction of their own accord. */
const TRANSIENT = ['AbortError', 'InvalidStateError', 'TimeoutError', 'TransactionInactiveError', 'UnknownError'];

/**
 * Whether the same work may succeed a moment later. A full storage stays full, and WebKit says UnknownError, too, of Blobs that it
 * can't keep at all. A transaction that was ended without a reason gives null.
 */
export function isTransient(thrown: unknown): boolean {
  if (thrown === null || thrown === undefined) return true;
  const isAboutBlobs = thrown instanceof Error && /blob|\bfile\b/i.test(thrown.message);
  return TRANSIENT.includes(nameOf(thrown)) && !isAboutBlobs;
}

/** Of a page whose data is being deleted from another tab. */
export function storageClosed(): OutpaneError {
  return storageRefused(
    'All data of Outpane is being deleted in another tab.',
    'Nothing is kept until this page is loaded again.',
  );
}

/** A refusal to store before anything was tried, with the numbers. */
export function notEnoughSpace(needed: number, free: number): OutpaneError {
  return storageFull(
    `The model needs ${byteText(needed)} of storage, and the browser grants ${byteText(free)} more.`,
    'What is stored is safe. Free disk space, or delete pictures and site data you no longer need, and try again.',
  );
}
