import { readRequest, type GenerationRequest } from '../protocol/generationRequest';
import { isObject } from './foreignJson';
import { failure, success, type Outcome } from './outcome';

/** Under this keyword the complete request stands in a picture. */
export const OWN_KEYWORD = 'outpane';
/** Longest JSON of a request that is read, in characters: twice 10,000 characters of prompt, each escaped, and the rest. */
export const MAX_REQUEST_JSON = 150_000;

/** Compact JSON. With `ascii` all other characters are escaped, for containers whose coding is uncertain. */
export function writeRequestJson(request: GenerationRequest, ascii = false): string {
  const json = JSON.stringify(request);
  if (!ascii) return json;
  return json.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A request of any version from JSON that came from anywhere: only what the schema knows, every value in the range of stored ones. */
export function readRequestJsonText(json: string): Outcome<GenerationRequest> {
  if (json.length > MAX_REQUEST_JSON) return failure('The settings are too long.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return failure('The settings are damaged.');
  }
  if (!isObject(parsed) || !Object.hasOwn(parsed, 'version')) return failure('These are no settings of Outpane.');
  const read = readRequest(parsed);
  if (read.kind === 'read') return success(read.value);
  if (read.reason === 'newer') return failure('The settings were written by a newer version of Outpane.');
  return failure(read.at ? `The settings have a value out of range: ${read.at}.` : 'The settings are not complete.');
}
