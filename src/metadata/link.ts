import { deflateSync } from 'fflate';
import type { GenerationRequest } from '../protocol/generationRequest';
import { fromBase64url, toBase64url } from './base64url';
import { utf8Bytes, utf8Text } from './bytes';
import { inflateBounded } from './inflateBounded';
import { failure, type Outcome } from './outcome';
import { MAX_REQUEST_JSON, readRequestJsonText, writeRequestJson } from './ownJson';

const PREFIX = '#s=';
/** Longest fragment that is looked at, in characters; any valid request's own is shorter. */
const MAX_FRAGMENT = 200_000;

/** True when the address's fragment (with its #) claims to carry settings. */
export function isSettingsFragment(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** The request as a URL fragment: "#s=" and base64url of the deflated JSON. A fragment never reaches a server. */
export function writeFragment(request: GenerationRequest): string {
  return PREFIX + toBase64url(deflateSync(utf8Bytes(writeRequestJson(request)), { level: 9 }));
}

/** The request out of a fragment, checked like anything foreign. Only reads: showing it and running it is the person's choice. */
export function readFragment(fragment: string): Outcome<GenerationRequest> {
  if (!isSettingsFragment(fragment)) return failure('The link carries no settings.');
  if (fragment.length > MAX_FRAGMENT) return failure('The link is too long.');
  const bytes = fromBase64url(fragment.slice(PREFIX.length));
  if (!bytes || bytes.length === 0) return failure('The link is damaged.');
  const json = inflateBounded(bytes, MAX_REQUEST_JSON * 3);
  return json.ok ? readRequestJsonText(utf8Text(json.value)) : failure('The link is damaged.');
}
