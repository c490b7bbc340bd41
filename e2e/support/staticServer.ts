import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

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
}

/** A static host as simple as they come: files, Range, 404, and nothing for unknown paths. On 127.0.0.1. */
export class StaticServer {
  folder: string;
  /** Paths asked for, in order, without the base. */
  readonly requests: string[] = [];
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
      const file = name === null ? null : join(this.folder, normalize(`/${name}`));
      if (file === null || !existsSync(file) || !statSync(file).isFile() || request.method === 'POST') {
        response.writeHead(file === null || request.method !== 'POST' ? 404 : 405).end();
        return;
      }
      const { size } = statSync(file);
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
      createReadStream(file, { start, end }).pipe(response);
    });
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

  /** Ends it; a second call does nothing. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
