import * as v from 'valibot';
import { artDocumentSchema } from '../editor/document';
import { withLock } from '../platform/locks';
import { generationRequestSchema, rectSchema } from '../protocol/generationRequest';
import { defaultSettings, readSettings } from '../settings/settings';
import { openStore } from '../storage/keyValue';
import type { KeyValueStore } from '../storage/keyValue';
import { advance } from './job';
import type { Job, JobState } from './job';
import type { JobRecording } from './jobQueue';
import type { Tab } from './tab';

/** The form that is written. A newer one gets a number of its own, and `readRecord` takes both. */
const VERSION = 1;

const strength = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const orderSchema = v.variant('kind', [
  v.object({ kind: v.literal('expand'), target: rectSchema }),
  v.object({ kind: v.literal('frame'), frame: rectSchema, strength }),
  v.object({ kind: v.literal('mask'), intent: v.picklist(['fill', 'replace', 'remove', 'vary']), strength }),
  v.object({ kind: v.literal('vary'), region: rectSchema, strength }),
  v.object({ kind: v.literal('near'), region: rectSchema, request: generationRequestSchema }),
]);

/** A value that can't be read costs only itself, as with the settings that are kept. */
const settings = v.pipe(
  v.unknown(),
  v.transform((kept) => ({ ...defaultSettings(), ...readSettings(kept) })),
);

const workSchema = v.variant('kind', [
  v.object({ kind: v.literal('picture'), settings }),
  v.object({
    kind: v.literal('edit'),
    settings,
    documentId: v.nullable(v.string()),
    base: artDocumentSchema,
    order: orderSchema,
    label: v.string(),
  }),
]);

/** Errors of another version may have codes that this one does not know: their words are what matters. */
const errorSchema = v.pipe(
  v.object({ message: v.string(), hint: v.string(), cause: v.optional(v.string()) }),
  v.transform((error) => ({ ...error, code: 'internal' as const })),
);

const stateSchema = v.variant('phase', [
  v.object({ phase: v.literal('queued') }),
  v.object({ phase: v.literal('preparing') }),
  v.object({
    phase: v.literal('ended'),
    end: v.variant('kind', [
      v.object({ kind: v.literal('failed'), error: errorSchema }),
      v.object({ kind: v.literal('interrupted'), by: v.picklist(['reload', 'closed']) }),
    ]),
  }),
]);

const recordSchema = v.object({
  version: v.literal(VERSION),
  id: v.pipe(v.string(), v.minLength(1)),
  /** The tab that it belongs to. */
  owner: v.string(),
  addedAt: v.number(),
  state: stateSchema,
  work: workSchema,
});

type JobRecord = v.InferOutput<typeof recordSchema>;

/** A stored job of any version that was ever written; null where this version can't read it. */
export function readRecord(value: unknown): JobRecord | null {
  const parsed = v.safeParse(recordSchema, value);
  return parsed.success ? parsed.output : null;
}

/** One that is at work counts as begun, whatever it has done: what it has finished is in Results. */
const storedState = (state: JobState): JobState =>
  state.phase === 'queued' || state.phase === 'ended' ? state : { phase: 'preparing' };

const toRecord = ({ id, addedAt, work, state }: Job, owner: string) => ({
  version: VERSION,
  id,
  owner,
  addedAt,
  state: storedState(state),
  work,
});

/** Where a newer version has put them in its own way they are found all the same: what is no tile's name is nobody's. */
function stringsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) stringsIn(one, found);
  return found;
}

/** Names of all tiles that a job needs, whatever version has written it; other words among them do no harm. */
export const tilesOf = (job: unknown): Set<string> => stringsIn(job, new Set());

/** The words of all stored jobs, of every tab: tiles among them must stay. Empty where nothing can be read. */
export async function storedTiles(store = openStore<unknown>('jobs')): Promise<Set<string>> {
  try {
    return tilesOf(await store.values());
  } catch {
    return new Set();
  }
}

/** Two tabs that start together must not both take over what a closed one has left. */
const TAKEOVER = 'outpane-jobs';

/** Jobs on the device. Each belongs to one tab; those of closed tabs go over to the next that can do them. */
export class JobRecords implements JobRecording {
  readonly #tab: Promise<Tab>;
  #tell: (tab: Tab) => void = () => undefined;
  /** Jobs of this page's own life. */
  readonly #here = new Set<string>();

  constructor(private readonly store: KeyValueStore<unknown> = openStore<unknown>('jobs')) {
    this.#tab = new Promise((resolve) => (this.#tell = resolve));
  }

  /**
   * The jobs of this tab, the first added first: those that it had before a reload, and those that a closed tab has left. Edits of
   * other documents than `documentId` stay where they are, and so does what can't be read; `unreadable` says how much that is.
   * What was saved before is written now. Never rejects.
   */
  async open(tab: Tab, documentId: string | null): Promise<{ jobs: Job[]; unreadable: number }> {
    this.#tell(tab);
    try {
      return await withLock(TAKEOVER, {}, () => this.#takeOver(tab, documentId));
    } catch {
      return { jobs: [], unreadable: 0 };
    }
  }

  async #takeOver(tab: Tab, documentId: string | null): Promise<{ jobs: Job[]; unreadable: number }> {
    const jobs: Job[] = [];
    let unreadable = 0;
    for (const value of await this.store.values()) {
      const owner = ownerOf(value);
      if (owner !== tab.id && owner !== null && (await tab.isOpen(owner))) continue;
      const record = readRecord(value);
      if (!record) unreadable++;
      else if (!this.#here.has(record.id) && fits(record, documentId)) jobs.push(taken(record, owner === tab.id));
    }
    await this.store.setMany(jobs.map((job) => [job.id, toRecord(job, tab.id)]));
    return { jobs: jobs.sort((a, b) => a.addedAt - b.addedAt), unreadable };
  }

  save(job: Job): void {
    this.#here.add(job.id);
    this.#write((tab) => this.store.set(job.id, toRecord(job, tab.id)));
  }

  remove(ids: readonly string[]): void {
    this.#write(() => this.store.delete([...ids]));
  }

  /** Where nothing can be stored, jobs live as long as the page; what stands in the way is said when a picture is kept. */
  #write(write: (tab: Tab) => Promise<void>): void {
    this.#tab.then(write).catch(() => undefined);
  }
}

function ownerOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('owner' in value)) return null;
  return typeof value.owner === 'string' ? value.owner : null;
}

const fits = ({ work }: JobRecord, documentId: string | null) =>
  work.kind === 'picture' || (documentId !== null && work.documentId === documentId);

/** What waited in this tab goes on waiting; what was cut off, and what a closed tab has left, waits for the person. */
function taken({ id, addedAt, work, state }: JobRecord, isOwn: boolean): Job {
  if (isOwn && state.phase === 'queued') return { id, addedAt, work, state };
  return { id, addedAt, work, state: advance(state, { kind: 'interrupt', by: isOwn ? 'reload' : 'closed' }) };
}
