import type { ModelCard } from '../models/modelCard';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { RequestContext } from './dispatcher';

/**
 * The request as it will really be run: by the revision that is here, whatever revision it names. That is said, unless the
 * request names one that has `answered` before and just could not know of the change.
 */
export function ofRevision(
  request: GenerationRequest,
  card: ModelCard,
  answered: ReadonlySet<string>,
  { emit }: Pick<RequestContext, 'emit'>,
): GenerationRequest {
  const { id, revision } = request.model;
  if (id !== card.id || revision === card.revision) return request;
  if (revision !== '' && !answered.has(revision)) {
    emit({
      kind: 'notice',
      message: `These settings name version ${revision} of ${card.name}. This device has ${card.revision}, so the picture may differ.`,
    });
  }
  return { ...request, model: { id, revision: card.revision } };
}
