import type { ImportedSettings } from '../importedSettings';
import type { Outcome } from '../outcome';
import { readPicture } from '../picture';

/** The value; throws the reason where there is none. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

/** The settings that are found in a picture's bytes; throws where it is none. */
export const settingsOf = (bytes: Uint8Array): ImportedSettings | null => valueOf(readPicture(bytes)).settings;
