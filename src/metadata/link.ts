import { deflateSync } from 'fflate';
import type { GenerationRequest } from '../protocol/generationRequest';
import { fromBase64url, toBase64url } from './base64url';
import { concatBytes, utf8Bytes, utf8Text } from './bytes';
import { inflateBounded } from './inflateBounded';
import { failure, type Outcome } from './outcome';
import { MAX_REQUEST_JSON, readRequestJsonText, writeRequestJson } from './ownJson';

const PREFIX = '#s=';
/** As it comes from what encodes the = as well. */
const ANY_PREFIX = /^#s(=|%3D)/i;
/** Longest fragment that is looked at, in characters; any valid request's own is shorter. */
const MAX_FRAGMENT = 200_000;
/** Longest link that is tried in several spellings: each may cost as much as a damaged one can. */
const MAX_MENDED = 20_000;

/** True when the address's fragment (with its #) claims to carry settings. */
export function isSettingsFragment(fragment: string): boolean {
  return ANY_PREFIX.test(fragment);
}

/**
 * The request as a URL fragment: "#s=" and base64url of the deflated JSON, which a fragment never shows to a server. It ends
 * in a letter or digit: what finds links in texts often leaves a last - or _ out.
 */
export function writeFragment(request: GenerationRequest): string {
  const packed = deflateSync(utf8Bytes(writeRequestJson(request)), { level: 9 });
  const text = toBase64url(packed);
  // A zero behind the end of the deflated data changes nothing but the last sign.
  return PREFIX + (/[-_]$/.test(text) ? toBase64url(concatBytes([packed, new Uint8Array(1)])) : text);
}

/**
 * The request out of a fragment, checked like anything foreign. What messengers and hands have put behind the link or into it is
 * left out, and a last - or _ that they took is put back. Only reads: showing it and running it is the person's choice.
 */
export function readFragment(fragment: string): Outcome<GenerationRequest> {
  if (!isSettingsFragment(fragment)) return failure('The link carries no settings.');
  if (fragment.length > MAX_FRAGMENT) return failure('The link is too long.');
  let reason: Outcome<GenerationRequest> | null = null;
  for (const text of spellings(fragment.replace(ANY_PREFIX, ''))) {
    const read = readPacked(text);
    if (read?.ok) return read;
    reason ??= read;
  }
  return reason ?? failure('The link is damaged.');
}

/** How the link may have been before it was handed on, the likeliest first. */
function spellings(rest: string): Set<string> {
  const trimmed = (text: string) => text.replace(/[-_]+$/, '');
  const first = signs(rest);
  if (rest.length > MAX_MENDED) return new Set([first, trimmed(first)]);
  const joined = signs(rest.replace(/(%(20|09|0A|0D|C2%A0|C2%AD|E2%80%8B)|=?\s|\u00ad|\u200b)+/gi, ''));
  return new Set([first, joined].flatMap((text) => [text, `${text}-`, `${text}_`, trimmed(text)]));
}

/** The signs of base64url up to the first other one; - and _ may have been encoded. */
const signs = (text: string) => /^[\w-]*/.exec(text.replace(/%2D/gi, '-').replace(/%5F/gi, '_'))?.[0] ?? '';

/** Null where it is no deflated text. */
function readPacked(text: string): Outcome<GenerationRequest> | null {
  const bytes = fromBase64url(text);
  if (!bytes || bytes.length === 0) return null;
  const json = inflateBounded(bytes, MAX_REQUEST_JSON * 3);
  return json.ok ? readRequestJsonText(utf8Text(json.value)) : null;
}
