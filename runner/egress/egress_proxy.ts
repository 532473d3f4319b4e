import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type AllowedHost, isAllowed } from './allowed_host.ts';

/** How a proxy reaches the world, and what it lets through. */
export type EgressOptions = {
  readonly allowed: readonly AllowedHost[];
  /** Opens a connection to a host that is allowed. */
  readonly connect: (host: string, port: number) => Socket;
  /** Told once for each host and port that was refused. */
  readonly onRefused: (target: string) => void;
};

/** A proxy of HTTP, listening. */
export type EgressProxy = { readonly close: () => Promise<void> };

/** Connections at once; a task that opens more is refused. */
const CONNECTION_LIMIT = 256;
/** The most refused targets that are told; further ones are refused in silence. */
const TOLD_LIMIT = 100;

/**
 * Serves HTTP's CONNECT, and plain requests, on a unix socket at `path`, to hosts that are allowed by name and to nothing else.
 * What is said within a tunnel is not looked at: who may be talked to is all that it decides.
 */
export async function startEgressProxy(path: string, options: EgressOptions): Promise<EgressProxy> {
  await rm(path, { force: true });
  const gate = new Gate(options);
  const open = new Set<Duplex>();
  const server = createServer((request, response) => pass(request, response, gate));
  server.maxConnections = CONNECTION_LIMIT;
  server.on('connection', (socket) => remember(open, socket));
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = gate.enter(`http://${request.url ?? ''}`);
    if (target === undefined) return void socket.end(`HTTP/1.1 403 Forbidden\r\n\r\n${REFUSED}`);
    const outer = target.connect();
    remember(open, outer);
    outer.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      outer.write(head);
      socket.pipe(outer).pipe(socket);
    });
    outer.on('error', () => socket.destroy());
    socket.on('error', () => outer.destroy());
    outer.on('close', () => socket.destroy());
    socket.on('close', () => outer.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}

const REFUSED = "This host is not on the runner's list `egress`.\n";

function remember(open: Set<Duplex>, socket: Duplex): void {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
  socket.on('error', () => socket.destroy());
}

/** A plain request, whose first line has the whole address. */
function pass(request: IncomingMessage, response: ServerResponse, gate: Gate): void {
  const target = gate.enter(request.url ?? '');
  if (target === undefined) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end(REFUSED);
    return;
  }
  const { 'proxy-connection': _hop, 'proxy-authorization': _secret, ...headers } = request.headers;
  const outer = sendRequest({
    createConnection: target.connect,
    method: request.method,
    path: target.path,
    headers,
    setHost: false,
  });
  outer.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  outer.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => outer.destroy());
  request.pipe(outer);
}

/** Decides who may be talked to. */
class Gate {
  readonly #options: EgressOptions;
  readonly #told = new Set<string>();

  constructor(options: EgressOptions) {
    this.#options = options;
  }

  /** How to reach what an address names; undefined where that is refused. */
  enter(address: string): { readonly connect: () => Socket; readonly path: string } | undefined {
    const url = URL.parse(address);
    // The parser leaves out a port that is usual for the scheme.
    const port = url?.port === '' ? 80 : Number(url?.port);
    if (url?.protocol === 'http:' && isAllowed(this.#options.allowed, url.hostname, port)) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      return { connect: () => this.#options.connect(host, port), path: `${url.pathname}${url.search}` };
    }
    this.#refuse(url === null ? 'what is no address' : `${url.hostname}:${port}`);
    return undefined;
  }

  #refuse(target: string): void {
    if (this.#told.has(target) || this.#told.size >= TOLD_LIMIT) return;
    this.#told.add(target);
    this.#options.onRefused(target);
  }
}
