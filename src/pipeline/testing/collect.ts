import type { EngineEvent, FinishedPicture } from '../../protocol/messages';

/** Every event of a pipeline, in order. */
export async function collect(events: AsyncIterable<EngineEvent>): Promise<EngineEvent[]> {
  const all: EngineEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The finished pictures among events. */
export function picturesOf(events: readonly EngineEvent[]): FinishedPicture[] {
  return events.flatMap((event) => (event.kind === 'picture' ? [event.picture] : []));
}
