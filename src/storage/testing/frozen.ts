import { readFileSync } from 'node:fs';
import { openStore, STORES, type StoreName } from '../keyValue';
import { decodeRecord, encodeRecord } from '../recordCodec';

/** What one version of the app keeps on a device, as a file: read by the tests of every later version, and never changed. */
export interface Frozen {
  /** By store (keyValue.ts), in the order of the keys. Binaries as base64. */
  databases: Record<string, { key: string; json: string; binaries: string[] }[]>;
  localStorage: Record<string, string>;
}

const names = () => Object.keys(STORES) as StoreName[];

/** What a version has left, by its name ("v1"). */
export function readFrozen(version: string): Frozen {
  return JSON.parse(readFileSync(new URL(`fixtures/${version}.json`, import.meta.url), 'utf8')) as Frozen;
}

/** Everything that is in the databases now, and what is given of localStorage. */
export async function freeze(localStorage: Record<string, string>): Promise<Frozen> {
  const databases: Frozen['databases'] = {};
  for (const name of names()) {
    const store = openStore<unknown>(name);
    databases[name] = [];
    for (const key of await store.keys()) {
      const encoded = encodeRecord(await store.get(key));
      if (!encoded) throw new Error(`${name}: ${key} has no form in a file.`);
      const binaries = await Promise.all(encoded.binaries.map(base64));
      databases[name].push({ key, json: encoded.json, binaries });
    }
  }
  return { databases, localStorage };
}

/** Puts a frozen device's records back into empty databases. */
export async function thaw({ databases }: Frozen): Promise<void> {
  for (const name of names()) {
    const store = openStore<unknown>(name);
    for (const { key, json, binaries } of databases[name] ?? []) {
      await store.set(key, await decodeRecord({ json, binaries: binaries.map(fromBase64) }));
    }
  }
}

const base64 = async (blob: Blob) => Buffer.from(await blob.arrayBuffer()).toString('base64');
const fromBase64 = (text: string) => new Blob([Buffer.from(text, 'base64')]);
