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

/** Any thrown thing as an OutpaneError; what has no code of ours becomes `internal` with its text as the cause. */
export function toOutpaneError(thrown: unknown): OutpaneError {
  if (thrown instanceof OutpaneError) return thrown;
  const cause = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new OutpaneError({
    code: 'internal',
    message: 'Something went wrong inside Outpane.',
    hint: 'Your pictures and settings are safe. Try again; if it happens again, reload the page.',
    cause,
  });
}
