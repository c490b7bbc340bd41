import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelCard } from '../../src/models/modelCard';

const MODEL = 'models/starter/';
const UNET = 'unet/model.onnx';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The graph with the scales of its last layer made smaller: it draws the same things, visibly otherwise. */
function redrawn(graph: Buffer): Buffer {
  // An ONNX initializer: its name (field 8), then its bytes (field 9), 16 floats.
  const name = Buffer.from('out.weight_s');
  const before = Buffer.from([0x42, name.length, ...name, 0x4a, 64]);
  const at = graph.indexOf(before) + before.length;
  if (at < before.length) throw new Error('The graph has no scales where they were.');
  const copy = Buffer.from(graph);
  for (let i = at; i < at + 64; i += 4) copy.writeFloatLE(copy.readFloatLE(i) * 0.8, i);
  return copy;
}

export interface Revision {
  /** Names of the two revisions. */
  old: string;
  next: string;
  /** Address of the one file that differs. */
  unet: string;
  /** sha256 of that file in the old and in the next revision. */
  hashes: { old: string; next: string };
  /** What a host serves once the next revision is deployed. */
  files: Map<string, Buffer>;
}

/** A next revision of the starter in a build's folder. */
export function nextRevision(folder: string): Revision {
  const read = (path: string) => readFileSync(join(folder, MODEL, path));
  const card = JSON.parse(read('card.json').toString()) as ModelCard;
  const graph = redrawn(read(UNET));
  const chunks: string[] = [];
  for (let at = 0; at < graph.length; at += card.chunkSize)
    chunks.push(sha256(graph.subarray(at, at + card.chunkSize)));
  const file = { path: UNET, size: graph.length, sha256: sha256(graph), chunks };
  const files = card.files.map((one) => (one.path === UNET ? file : one));
  const next = `${card.revision}-next`;
  return {
    old: card.revision,
    next,
    unet: MODEL + UNET,
    hashes: { old: card.files.find(({ path }) => path === UNET)?.sha256 ?? '', next: file.sha256 },
    files: new Map([
      [`${MODEL}card.json`, Buffer.from(JSON.stringify({ ...card, revision: next, files }))],
      [MODEL + UNET, graph],
    ]),
  };
}
