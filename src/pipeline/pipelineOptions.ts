import type { PreviewMode } from '../protocol/messages';

/** What a pipeline needs besides the request. */
export interface PipelineOptions {
  preview: PreviewMode;
  /** Looked at between steps; aborting it ends the pipeline with code `cancelled`. */
  signal?: AbortSignal;
  /** Of an edit: on by default where the model has no inputs for what is kept. See `Conditioning.project`. */
  project?: boolean;
}
