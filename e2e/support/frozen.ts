import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an earlier version has left on a device (src/storage/testing/frozen.ts). */
export interface Frozen {
  databases: Record<string, { key: string; json: string; binaries: string[] }[]>;
  localStorage: Record<string, string>;
}

export function readFrozen(version: string): Frozen {
  const file = join(import.meta.dirname, '../../src/storage/testing/fixtures', `${version}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Frozen;
}

/** Databases by the store that is in each. Models are left out: the app has its own to fetch. */
const DATABASES: Record<string, string> = {
  documents: 'outpane-documents',
  pictures: 'outpane-pictures',
  thumbnails: 'outpane-thumbnails',
  pictureMeta: 'outpane-picture-meta',
};

/** Makes this device one that the version has been used on. The page is on a file of this origin afterwards; open the app then. */
export async function thawInto(page: Page, { databases, localStorage }: Frozen): Promise<void> {
  await page.goto('/favicon.svg');
  await page.evaluate((values) => {
    for (const [key, value] of Object.entries(values)) window.localStorage.setItem(key, value);
  }, localStorage);
  for (const [store, database] of Object.entries(DATABASES)) {
    await putRecords(page, { store, database }, databases[store] ?? []);
  }
}

interface Place {
  store: string;
  database: string;
}

const placeOf = (store: string): Place => ({ store, database: DATABASES[store] ?? '' });

/** Writes one record of plain JSON. */
export function putRecord(page: Page, store: string, key: string, value: unknown): Promise<void> {
  return putRecords(page, placeOf(store), [{ key, json: JSON.stringify(value), binaries: [] }]);
}

async function putRecords(page: Page, place: Place, records: Frozen['databases'][string]): Promise<void> {
  await page.evaluate(
    async ({ place: { store, database }, records }) => {
      const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const decode = (value: unknown, binaries: string[]): unknown => {
        if (Array.isArray(value)) return value.map((one) => decode(one, binaries));
        if (typeof value !== 'object' || value === null) return value;
        if ('$undefined' in value) return undefined;
        if ('$blob' in value && 'type' in value) {
          return new Blob([bytesOf(binaries[Number(value.$blob)] ?? '')], { type: String(value.type) });
        }
        if ('$bytes' in value && 'as' in value) {
          const bytes = bytesOf(binaries[Number(value.$bytes)] ?? '');
          return value.as === 'ArrayBuffer' ? bytes.buffer : bytes;
        }
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decode(one, binaries)]));
      };
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(database);
        request.onupgradeneeded = () => request.result.createObjectStore(store);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = db.transaction(store, 'readwrite');
      for (const { key, json, binaries } of records) {
        transaction.objectStore(store).put(decode(JSON.parse(json), binaries), key);
      }
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
      });
      db.close();
    },
    { place, records },
  );
}

/** Every record of a store by its key, as a text that says all of it. */
export function recordsOf(page: Page, store: string): Promise<Record<string, string>> {
  return page.evaluate(async ({ store, database }) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(database);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const objects = db.transaction(store).objectStore(store);
    const got = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [keys, values] = await Promise.all([got(objects.getAllKeys()), got<unknown[]>(objects.getAll())]);
    db.close();
    const digest = async (bytes: BufferSource) =>
      [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join();
    const said = async (value: unknown): Promise<unknown> => {
      if (value instanceof Blob) return [value.type, await digest(await value.arrayBuffer())];
      if (value instanceof ArrayBuffer || value instanceof Uint8Array) return digest(new Uint8Array(value));
      if (typeof value !== 'object' || value === null) return value;
      // A field that is undefined is as good as none.
      const fields = Object.entries(value).filter(([, one]) => one !== undefined);
      return Promise.all(fields.map(async ([key, one]) => [key, await said(one)]));
    };
    const texts = await Promise.all(values.map(async (value) => JSON.stringify(await said(value)) ?? ''));
    return Object.fromEntries(keys.map((key, i) => [String(key), texts[i] ?? '']));
  }, placeOf(store));
}
