import { heldLocks, holdForLife } from '../platform/locks';
import { newId } from '../platform/newId';
import { storageRefused } from '../protocol/errors';
import { closeStorage } from './keyValue';

/*
 * Before everything is deleted, the other tabs stop writing: "stop" goes to all, each answers "stopping" at once and "stopped" when
 * nothing of it is on its way any more; "over" lets them begin anew.
 */
const CHANNEL = 'outpane-deleting';

interface Word {
  kind: 'stop' | 'over' | 'stopping' | 'stopped';
  /** Whose word it is. */
  tab: string;
}

/** Beginning of the name of the lock that every tab holds as long as it lives. */
const TAB = 'outpane-tab:';
const tab = newId();

/** Milliseconds for the other tabs to stop. */
const PATIENCE = 10_000;
/** Where the browser can't say which tabs there are: how long one may need to answer at all. */
const ROLL_CALL = 500;
/** A tab that takes longer over its last words is cut short. */
const LAST_WORDS = 5_000;
/** A tab that stopped begins anew after this time, if the one that asked for it is gone. */
const ABANDONED = 120_000;
const PAUSE = 100;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What other tabs do while one deletes everything. */
export interface OtherTab {
  /** Writes what has to be written and begins nothing new. */
  stop: () => Promise<void>;
  /** Begins anew: reloads. */
  over: () => void;
}

/**
 * Asks the other tabs to stop writing and waits until they have; nothing of theirs can be written from then on until they are
 * told that it is over, for which the returned function is. Rejects with `storage-refused` where one does not answer in time.
 */
export async function stopOtherTabs(patience = PATIENCE): Promise<() => void> {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  const stopping = new Set<string>();
  const stopped = new Set<string>();
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isWord(data) || data.tab === tab) return;
    if (data.kind === 'stopping') stopping.add(data.tab);
    if (data.kind === 'stopped') stopped.add(data.tab);
  };
  const over = () => {
    channel.postMessage({ kind: 'over', tab } satisfies Word);
    channel.close();
  };
  const began = Date.now();
  channel.postMessage({ kind: 'stop', tab } satisfies Word);
  for (;;) {
    const named = await otherTabs();
    const answered = named !== null || Date.now() - began > ROLL_CALL;
    if (answered && [...(named ?? stopping)].every((other) => stopped.has(other))) return over;
    if (Date.now() - began > patience) {
      over();
      throw storageRefused(
        'Another tab with Outpane does not answer.',
        'Nothing was deleted. Close the other tabs with Outpane, then try again.',
      );
    }
    await pause(PAUSE);
  }
}

/** Those that live now; null where the browser can't say. */
async function otherTabs(): Promise<string[] | null> {
  const names = await heldLocks(TAB);
  return names && names.map((name) => name.slice(TAB.length)).filter((name) => name !== tab);
}

/** Does what another tab asks for that deletes everything. Returns the way to stop listening. */
export function onDeletionElsewhere({ stop, over }: OtherTab): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  let stopped = false;
  channel.onmessage = async ({ data }: MessageEvent<unknown>) => {
    // This tab's own word comes here, too.
    if (!isWord(data) || data.tab === tab) return;
    if (data.kind === 'over' && stopped) over();
    if (data.kind !== 'stop') return;
    stopped = true;
    channel.postMessage({ kind: 'stopping', tab } satisfies Word);
    await Promise.race([stop().catch(() => undefined), pause(LAST_WORDS)]);
    closeStorage();
    channel.postMessage({ kind: 'stopped', tab } satisfies Word);
    setTimeout(over, ABANDONED);
  };
  void holdForLife(TAB + tab).catch(() => undefined);
  return () => channel.close();
}

function isWord(data: unknown): data is Word {
  return typeof data === 'object' && data !== null && 'kind' in data && 'tab' in data && typeof data.tab === 'string';
}
