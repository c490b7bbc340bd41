import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelCard } from '../../models/modelCard';

export interface Served {
  path: string;
  range: string | null;
}

/** What the server does to the next request of a path: each entry is used once, in order. */
export type Trick =
  { kind: 'cut'; afterBytes: number } | { kind: 'lie' } | { kind: 'status'; status: number } | { kind: 'stall' };

/** A model server on 127.0.0.1 that a test can spoil. */
export interface RangeServer {
  /** Ends in /. */
  url: string;
  files: Map<string, Uint8Array>;
  tricks: Map<string, Trick[]>;
  /** Every request for a file, in order. */
  served: Served[];
  ranges: boolean;
  close(): Promise<void>;
}

export async function startRangeServer(files: Map<string, Uint8Array>): Promise<RangeServer> {
  const server = createServer((request, response) => answer(state, request, response));
  const state: RangeServer = {
    url: '',
    files,
    tricks: new Map(),
    served: [],
    ranges: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return state;
}

function answer(state: RangeServer, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').slice(1);
  const file = state.files.get(path);
  const trick = state.tricks.get(path)?.shift();
  const header = request.headers.range ?? null;
  state.served.push({ path, range: header });
  if (!file) return void response.writeHead(404).end();
  if (trick?.kind === 'status') return void response.writeHead(trick.status).end();
  if (trick?.kind === 'stall') return;

  const asked = /^bytes=(\d+)-(\d+)$/.exec(header ?? '');
  const partial = state.ranges && asked !== null;
  const start = partial ? Number(asked[1]) : 0;
  const end = partial ? Math.min(Number(asked[2]), file.length - 1) : file.length - 1;
  if (start > end) return void response.writeHead(416).end();
  const body = Buffer.from(file.slice(start, end + 1));
  if (trick?.kind === 'lie') body.writeUInt8(body.readUInt8(0) ^ 255);
  const length = { 'Content-Length': body.length };
  if (partial) response.writeHead(206, { ...length, 'Content-Range': `bytes ${start}-${end}/${file.length}` });
  else response.writeHead(200, length);
  if (trick?.kind === 'cut') {
    response.write(body.subarray(0, trick.afterBytes), () => response.socket?.destroy());
  } else {
    response.end(body);
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that no two names share. */
export function someBytes(name: string, length: number): Uint8Array {
  const block = createHash('sha512').update(name).digest();
  return Uint8Array.from({ length }, (_, i) => block.readUInt8(i % 64) ^ (i >> 6));
}

/** A valid card for the files, with chunks of 1000 bytes; puts itself among the files as card.json. */
export function cardFor(files: Map<string, Uint8Array>, revision = 'one', changes: Partial<ModelCard> = {}): ModelCard {
  const chunkSize = 1000;
  const component = (graph: string) => ({ graph, externalData: [], inputs: {}, outputs: {} });
  const card: ModelCard = {
    format: 1,
    id: 'test',
    name: 'Test',
    revision,
    description: '',
    attributions: [],
    chunkSize,
    files: [...files]
      .filter(([path]) => path !== 'card.json')
      .map(([path, bytes]) => ({
        path,
        size: bytes.length,
        sha256: sha256(bytes),
        chunks: Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, i) =>
          sha256(bytes.subarray(i * chunkSize, (i + 1) * chunkSize)),
        ),
      })),
    components: {
      textEncoder: component('text/model.onnx'),
      unet: component('unet.onnx'),
      vaeDecoder: component('unet.onnx'),
    },
    tokenizer: { tokenizer: 'tokenizer.json', config: 'tokenizer.json', maxLength: 8, padId: 0 },
    latents: { channels: 1, factor: 8, scale: 1, shift: 0 },
    concat: 'none',
    parameterization: 'flow',
    schedule: { kind: 'flow', shift: 1, trainTimesteps: 1000 },
    preview: { matrix: [[1, 1, 1]], bias: [0, 0, 0] },
    size: { native: 64, grid: 8, min: 64, max: 64 },
    samplers: ['flow-euler'],
    defaults: { steps: 4, guidanceScale: 1, sampler: 'flow-euler' },
    abilities: { negativePrompt: false },
    ...changes,
  };
  files.set('card.json', new TextEncoder().encode(JSON.stringify(card)));
  return card;
}
