import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';

const STARTER = '/models/starter/';
const TINY = resolve(import.meta.dirname, '../models/tiny');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface StaticServerOptions {
  /** Folder that is served; may be changed while it runs, as a new deployment would. */
  folder: string;
  /** Path the folder appears under, with slashes at both ends. */
  base?: string;
  /** Sends COOP and COEP, as `npm start` does; a plain static host does not. */
  isolationHeaders?: boolean;
  /** The real starter, of which a picture takes seconds, instead of the tiny model. */
  starter?: boolean;
}

/** A static host as simple as they come: files, Range, 404, and nothing for unknown paths. On 127.0.0.1. */
export class StaticServer {
  folder: string;
  /** Paths asked for, in order, without the base. */
  readonly requests: string[] = [];
  /** Files that are other than the folder's, by path: what has been deployed since. */
  readonly overlay = new Map<string, Buffer>();
  /** Answers that wait, by path. */
  private readonly held = new Map<string, Promise<void>>();
  private readonly server: Server;
  private port = 0;

  private constructor(private readonly options: StaticServerOptions) {
    this.folder = options.folder;
    this.server = createServer((request, response) => {
      const base = this.options.base ?? '/';
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
      if (this.options.isolationHeaders) {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      }
      const name = path.startsWith(base) ? path.slice(base.length) || 'index.html' : null;
      if (name !== null) this.requests.push(name);
      const waiting = this.held.get(name ?? '') ?? Promise.resolve();
      void waiting.then(() => this.answer(name, request, response));
    });
  }

  private fileOf(name: string): string {
    const path = normalize(`/${name}`);
    const isModel = path.startsWith(STARTER) && !this.options.starter;
    return isModel ? join(TINY, path.slice(STARTER.length)) : join(this.folder, path);
  }

  private answer(name: string | null, request: IncomingMessage, response: ServerResponse): void {
    const file = name === null ? null : this.fileOf(name);
    const instead = this.overlay.get(name ?? '');
    const isThere = instead || (file !== null && existsSync(file) && statSync(file).isFile());
    if (file === null || !isThere || request.method === 'POST') {
      response.writeHead(file === null || request.method !== 'POST' ? 404 : 405).end();
      return;
    }
    const size = instead?.length ?? statSync(file).size;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': end - start + 1,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-cache',
      ...(range ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {}),
    });
    if (instead) response.end(instead.subarray(start, end + 1));
    else createReadStream(file, { start, end }).pipe(response);
  }

  /** Requests for this path get no answer until the returned function is called. */
  hold(path: string): () => void {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    this.held.set(path, gate);
    return () => {
      this.held.delete(path);
      release();
    };
  }

  static async start(options: StaticServerOptions): Promise<StaticServer> {
    const host = new StaticServer(options);
    await new Promise<void>((resolve) => host.server.listen(0, '127.0.0.1', resolve));
    const address = host.server.address();
    if (address !== null && typeof address === 'object') host.port = address.port;
    return host;
  }

  /** Address of the app. */
  get url(): string {
    return `http://127.0.0.1:${this.port}${this.options.base ?? '/'}`;
  }

  /** Serves again where it was before it was stopped. */
  async resume(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Ends it; a second call does nothing. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
