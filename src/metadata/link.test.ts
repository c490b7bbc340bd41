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
        expect(fragment).toMatch(/^#s=[\w-]*[A-Za-z0-9]$/);
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

  /** Requests whose links end in all signs that there are, as they were written before none ended in - or _. */
  const requests = Array.from({ length: 300 }, (_, i) => exampleRequest({ prompt: `a fox ${i}`, seed: i * 7919 }));
  const oldLink = (request: object) =>
    `#s=${toBase64url(deflateSync(new TextEncoder().encode(JSON.stringify(request)), { level: 9 }))}`;
  const ok = (value: unknown) => ({ ok: true, value });

  it.each([
    '.',
    ')',
    ',',
    '>',
    '"',
    "'",
    '…',
    '%E2%80%A6',
    '%20',
    '%0A',
    '%22',
    '=',
    '==',
    '&utm_x=1',
    '?utm_source=mail',
    '&amp;x=y',
    '#x',
    '*',
    '**',
    '`',
    '](x)',
    ' and more words',
    '%20and%20more%20words',
    '_',
    '-',
    '__',
    '\u200b',
    '!',
  ])('are read with %j behind them', (junk) => {
    for (const request of requests.slice(0, 40)) {
      expect(readFragment(writeFragment(request) + junk)).toEqual(ok(request));
      expect(readFragment(oldLink(request) + junk)).toEqual(ok(request));
    }
  });

  it.each([' ', '\n', '\r\n', '%20', '%0A', '%0D%0A', '=\r\n', '\u00ad', '%C2%AD', '\u200b'])(
    'are read with %j in them, where a line was broken',
    (gap) => {
      for (const request of requests.slice(0, 10)) {
        const link = writeFragment(request);
        expect(readFragment(link.slice(0, 70) + gap + link.slice(70))).toEqual(ok(request));
      }
    },
  );

  it('are read without the last - or _ that was taken from them, and with signs encoded', () => {
    const cut = requests.filter((request) => /[-_]$/.test(oldLink(request)));
    expect(cut.length).toBeGreaterThan(3);
    for (const request of cut) {
      const link = oldLink(request);
      expect(readFragment(link.slice(0, -1))).toEqual(ok(request));
      expect(readFragment(`${link.slice(0, -1)}.`)).toEqual(ok(request));
    }
    for (const request of requests.slice(0, 40)) {
      const link = writeFragment(request).slice(3).replaceAll('-', '%2D').replaceAll('_', '%5f');
      expect(readFragment(`#s%3D${link}`)).toEqual(ok(request));
    }
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
    expect(reasonOf(linkOf(json({ steps: 51 })))).toBe('The settings have a value out of range: steps.');
    expect(reasonOf(linkOf(json({ seed: 1.5 })))).toBe('The settings have a value out of range: seed.');
    expect(reasonOf(linkOf(json({ version: 2 })))).toBe('The settings have a value out of range: version.');
    expect(reasonOf(linkOf(json({ prompt: 'x'.repeat(10_001) })))).toBe(
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
