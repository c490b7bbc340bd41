import * as v from 'valibot';

/** What came of reading a record. What can't be read is handed back as it is, for its owner to keep and to show. */
export type Read<T> = { kind: 'read'; value: T } | Unreadable;

export interface Unreadable {
  kind: 'unreadable';
  /** Written by a newer version of Outpane, or not as any version writes it. */
  reason: 'newer' | 'damaged';
  raw: unknown;
  /** For a report: the first thing that is wrong, and the field that it is in, where it is one's ("edit.fade"). */
  cause: string;
  at: string | null;
}

/** A kind of stored record: takes any version ever written and gives today's form. */
export interface RecordKind<T> {
  /** Never throws. Fields that this version does not know are passed over. */
  read(raw: unknown): Read<T>;
}

type Fields = Record<string, unknown>;
type PartKinds = Record<string, RecordKind<unknown>>;
type Parts<P> = { [K in keyof P]: P[K] extends RecordKind<infer T> ? T | null : never };

interface RecordForm<S, P> {
  /** Today's version. A new one comes with a migration and a frozen fixture of the old form (docs/stored.md). */
  version: number;
  /** The field that says which version a record is of; without it, it is of version 1. */
  versionField?: string;
  /** Of today's version, without the parts. */
  schema: S;
  /** `migrations[n]` makes version n + 1 of version n. It may throw where the record is not as version n writes it. */
  migrations?: Record<number, (old: Fields) => Fields>;
  /**
   * Records of other kinds within this one, each read for itself: one that can't be read costs only itself. It becomes null,
   * and is kept under `unread` by its name, where a version that knows it finds it.
   */
  parts?: P;
}

export function recordKind<S extends v.GenericSchema<unknown, object>, P extends PartKinds = Record<never, never>>(
  form: RecordForm<S, P>,
): RecordKind<v.InferOutput<S> & Parts<P> & { unread?: { [K in keyof P]?: unknown } }> {
  type Value = v.InferOutput<S> & Parts<P>;
  const { version, versionField = 'version', schema, migrations = {}, parts } = form;
  return {
    read: (raw) => {
      const unreadable = (reason: Unreadable['reason'], cause: string, at: string | null = null) =>
        ({ kind: 'unreadable', reason, raw, cause, at }) as const;
      if (!isFields(raw)) return unreadable('damaged', 'It is no object.');
      const written = raw[versionField] ?? 1;
      if (typeof written !== 'number' || !Number.isInteger(written) || written < 1) {
        return unreadable('damaged', 'Its version is no whole number from 1 up.');
      }
      if (written > version) return unreadable('newer', `Its ${versionField} is ${written}.`);
      let fields: Fields = raw;
      try {
        for (let from = written; from < version; from++) {
          const migrate = migrations[from];
          if (!migrate) return unreadable('damaged', `There is no way from version ${from}.`);
          fields = migrate(fields);
        }
      } catch (thrown) {
        return unreadable('damaged', thrown instanceof Error ? thrown.message : 'Its migration failed.');
      }
      const parsed = v.safeParse(schema, fields);
      if (!parsed.success) {
        const newer = parsed.issues.some(({ message }) => message === NEWER);
        const [issue] = parsed.issues;
        return unreadable(newer ? 'newer' : 'damaged', issue.message, v.getDotPath(issue));
      }
      return {
        kind: 'read',
        value: (parts ? { ...parsed.output, ...readParts(fields, parts) } : parsed.output) as Value,
      };
    },
  };
}

function readParts(record: Fields, kinds: PartKinds): Fields {
  const aside = isFields(record.unread) ? record.unread : {};
  const found: Fields = {};
  const unread: Fields = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const raw = record[name] ?? aside[name] ?? null;
    const read = raw === null ? null : kind.read(raw);
    found[name] = read?.kind === 'read' ? read.value : null;
    if (read?.kind === 'unreadable') unread[name] = raw;
  }
  return Object.keys(unread).length > 0 ? { ...found, unread } : found;
}

const NEWER = 'written by a newer version';

/** A kind as a part of another record's schema that can't do without it. */
export function recordSchema<T>(kind: RecordKind<T>) {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
      const read = kind.read(dataset.value);
      if (read.kind === 'read') return read.value;
      addIssue({ message: read.reason === 'newer' ? NEWER : read.cause });
      return NEVER;
    }),
  );
}

/** The value where it could be read, else null. */
export function readOr<T>(kind: RecordKind<T>, raw: unknown): T | null {
  const read = kind.read(raw);
  return read.kind === 'read' ? read.value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
