import { readFileSync } from 'node:fs';
import type * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import type { modelCardSchema } from './modelCard';
import { readCard } from './readCard';

const starter = readFileSync('public/models/starter/card.json', 'utf8');

function failure(text: string): OutpaneError {
  try {
    readCard(text);
  } catch (thrown) {
    if (thrown instanceof OutpaneError) return thrown;
  }
  throw new Error('the card was accepted');
}

type Card = v.InferInput<typeof modelCardSchema>;

function changed(change: (card: Card) => void): string {
  const card = JSON.parse(starter) as Card;
  change(card);
  return JSON.stringify(card);
}

describe('readCard', () => {
  it("reads the starter's card", () => {
    const card = readCard(starter);
    expect(card.id).toBe('starter');
    expect(card.files).toHaveLength(8);
    expect(card.components.unet.externalData).toEqual([]);
  });

  it('leaves out what it does not know, such as a field that older versions asked for', () => {
    expect(JSON.parse(starter)).toHaveProperty('requirements');
    expect(readCard(starter)).not.toHaveProperty('requirements');
  });

  it('says where a value is wrong', () => {
    const error = failure(changed((card) => Object.assign(card.latents, { factor: '16' })));
    expect(error.code).toBe('model-damaged');
    expect(error.cause).toContain('latents.factor');
  });

  it('refuses what is not JSON, such as a page served in its place', () => {
    expect(failure('<!doctype html>').cause).toContain('not JSON');
  });

  it('refuses chunk hashes that do not cover the file', () => {
    const text = changed((card) => card.files[5]?.chunks.pop());
    expect(failure(text).cause).toContain('unet/model.onnx has 2 chunk hashes, its size asks for 3');
  });

  it('refuses graphs that are not among the files', () => {
    const text = changed((card) => void card.files.splice(5, 1));
    expect(failure(text).cause).toContain('unet/model.onnx is used but not listed');
  });

  it('refuses a path that leaves the folder', () => {
    const text = changed((card) => Object.assign(card.files[0] ?? {}, { path: '../secret' }));
    expect(failure(text).cause).toContain('files.0.path');
  });
});
