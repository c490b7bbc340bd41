import type { CDPSession, Page } from '@playwright/test';

/** One task of the page's main thread, in ms. */
export interface Task {
  /** From its begin to its end. Grows when other programs want the processor, too. */
  wall: number;
  /** Of the processor: what the same task takes on a machine with nothing else to do. */
  processor: number;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** All main-thread tasks while `work` runs, as Chromium's own tracing times them; the longest first. */
export async function mainThreadTasks(page: Page, work: () => Promise<void>): Promise<Task[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  await work();
  await endTracing(session);
  await session.detach();
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread),
  );
  return events
    .filter((event) => event.name.endsWith('RunTask') && main.has(thread(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, processor: tdur / 1000 }))
    .sort((a, b) => b.processor - a.processor);
}

function endTracing(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  return session.send('Tracing.end').then(() => complete);
}
