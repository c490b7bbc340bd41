import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toBase64url } from './base64url';
import { isSettingsFragment, readFragment, writeFragment } from './link';
import { anyRequest } from './testing/arbitraryRequest';
import { exampleRequest } from './testing/pictures';

const linkOf = (json: string) => `#s=${toBase64url(deflateSync(new TextEncoder().encode(json)))}`;

describe('links', () => {
  it('carry any request there and back', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const fragment = writeFragment(request);
        expect(fragment).toMatch(/^#s=[\w-]+$/);
        expect(readFragment(fragment)).toEqual({ ok: true, value: request });
      }),
      { seed: 53, numRuns: 300 },
    );
  });

  it('survive the way through an address', () => {
    const request = exampleRequest({ prompt: 'Katze & Hund = "Freunde"? 100 % \u{1F600}' });
    const address = new URL(`/a/b/${writeFragment(request)}`, 'http://localhost');
    expect(readFragment(address.hash)).toEqual({ ok: true, value: request });
  });

  it('carry the longest prompts there can be', () => {
    const noise = Array.from({ length: 10_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join(
      '',
    );
    const request = exampleRequest({ prompt: noise, negativePrompt: '\u0001'.repeat(10_000) });
    expect(readFragment(writeFragment(request))).toEqual({ ok: true, value: request });
  });

  it('say why they are refused', () => {
    const reasonOf = (fragment: string) => {
      const read = readFragment(fragment);
      return read.ok ? 'read' : read.reason;
    };
    const json = (change: object) => JSON.stringify({ ...exampleRequest(), ...change });
    expect(reasonOf('#about')).toBe('The link carries no settings.');
    expect(reasonOf('#s=')).toBe('The link is damaged.');
    expect(reasonOf('#s=a+b')).toBe('The link is damaged.');
    expect(reasonOf('#s=AAAA')).toBe('The link is damaged.');
    expect(reasonOf(writeFragment(exampleRequest()).slice(0, -9))).toBe('The link is damaged.');
    expect(reasonOf(`#s=${'A'.repeat(300_000)}`)).toBe('The link is too long.');
    for (const other of ['null', '[]', '7', '{"steps":20}'])
      expect(reasonOf(linkOf(other))).toBe('These are no settings of Outpane.');
    expect(reasonOf(linkOf('{"version":1}'))).toBe('The settings have a value out of range: mode.');
    expect(reasonOf(linkOf('{"prompt":'))).toBe('The settings are damaged.');
    expect(reasonOf(linkOf(json({ steps: 0 })))).toBe('The settings have a value out of range: steps.');
    expect(reasonOf(linkOf(json({ seed: 1.5 })))).toBe('The settings have a value out of range: seed.');
    expect(reasonOf(linkOf(json({ version: 2 })))).toBe('The settings were written by a newer version of Outpane.');
    expect(reasonOf(linkOf(json({ prompt: 'x'.repeat(100_001) })))).toBe(
      'The settings have a value out of range: prompt.',
    );
    // A bomb: 50 MB of spaces in 49 KB.
    const bomb = `#s=${deflateRawSync(Buffer.alloc(50_000_000, 32)).toString('base64url')}`;
    expect(bomb.length).toBeLessThan(70_000);
    expect(reasonOf(bomb)).toBe('The link is damaged.');
  });

  it('take only what a request knows', () => {
    const read = readFragment(linkOf(JSON.stringify({ ...exampleRequest(), cardUrl: '//evil', generate: true })));
    expect(read).toEqual({ ok: true, value: exampleRequest() });
  });

  it('are told from other fragments', () => {
    expect(isSettingsFragment(writeFragment(exampleRequest()))).toBe(true);
    expect(isSettingsFragment('#gallery')).toBe(false);
  });
});
