/** What can go wrong, named for programs. The words for people are in message and hint. */
export type ErrorCode =
  | 'cancelled'
  | 'bad-request' // a value out of range, a size the model can't do
  | 'no-wasm-simd' // the browser can't run the engine at all
  | 'device-lost' // the GPU went away or refuses
  | 'out-of-memory'
  | 'not-finite' // NaN or infinity in the latents or the picture
  | 'model-unknown'
  | 'model-damaged' // a file does not match its card, even after fetching it again
  | 'network' // could not fetch
  | 'storage-full'
  | 'storage-refused' // private mode, blocked cookies
  | 'worker-died'
  | 'internal';

/** An error as it crosses between threads: plain data. */
export interface ErrorData {
  code: ErrorCode;
  /** What happened, one sentence for a person. */
  message: string;
  /** What is safe and what to do next, one sentence for a person. */
  hint: string;
  /** The technical reason, for a report. */
  cause?: string;
}

/** What is thrown everywhere. Made by the named constructors below; from data only where it crossed a thread. */
export class OutpaneError extends Error implements ErrorData {
  readonly code: ErrorCode;
  readonly hint: string;
  override readonly cause?: string;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'OutpaneError';
    this.code = data.code;
    this.hint = data.hint;
    this.cause = data.cause;
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, hint: this.hint, cause: this.cause };
  }
}

type Constructor = (message: string, hint: string, cause?: string) => OutpaneError;

const ofCode =
  (code: ErrorCode): Constructor =>
  (message, hint, cause) =>
    new OutpaneError({ code, message, hint, cause });

// Whose words depend on what was being done.
export const badRequest = ofCode('bad-request');
export const modelUnknown = ofCode('model-unknown');
export const modelDamaged = ofCode('model-damaged');
export const networkFailed = ofCode('network');
export const storageFull = ofCode('storage-full');
export const storageRefused = ofCode('storage-refused');
export const workerDied = ofCode('worker-died');
export const internalError = ofCode('internal');

/** A person stopped it. The hint says what is left of it. */
export const cancelled = (hint = 'Nothing was changed.') => ofCode('cancelled')('Cancelled.', hint);

export const noWasmSimd = () =>
  ofCode('no-wasm-simd')(
    'This browser can’t run the engine: it has no WebAssembly SIMD.',
    'Use a current version of Chrome, Edge, Firefox or Safari.',
  );

export const deviceLost = (cause: string) =>
  ofCode('device-lost')(
    'The graphics processor stopped answering.',
    'Your pictures and settings are safe. Try again; if it happens again, choose WebAssembly as the engine.',
    cause,
  );

export const outOfMemory = (cause: string) =>
  ofCode('out-of-memory')(
    'There is not enough memory for this.',
    'Your pictures and settings are safe. Close other tabs, or choose a smaller size.',
    cause,
  );

/** `where`: which numbers they were. */
export const notFinite = (where: string) =>
  ofCode('not-finite')(
    'The picture fell apart into numbers that aren’t numbers.',
    'Your pictures and settings are safe. Try another seed or a lower guidance scale, or choose WebAssembly as the engine.',
    `NaN or infinity in ${where}`,
  );

/** Any thrown thing as an OutpaneError; what has no code of ours becomes `internal` with its text as the cause. */
export function toOutpaneError(thrown: unknown): OutpaneError {
  if (thrown instanceof OutpaneError) return thrown;
  return internalError(
    'Something went wrong inside Outpane.',
    'Your pictures and settings are safe. Try again; if it happens again, reload the page.',
    thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  );
}
