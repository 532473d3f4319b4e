import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { App } from '../../http/app.ts';
import { CliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';

/** An app that answers over HTTP. */
export type Listening = {
  /** How it is reached from this machine, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Takes no more requests and ends those under way. */
  readonly close: () => Promise<void>;
};

/**
 * Serves the app. Port 0 is any free one.
 * @throws CliError where the port is taken or may not be used
 */
export async function listen(app: App, host: string, port: number): Promise<Listening> {
  // Without options for HTTP/2 this is always the plain HTTP server.
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error)));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    address: `http://${reachable(host)}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Runners that wait for work and streams of events would hold it open for ever.
        server.closeAllConnections();
      }),
  };
}

/** The name by which a host that stands for all addresses is reached from here. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): CliError {
  const why: Record<string, string> = {
    EADDRINUSE: 'something else listens there; choose another PORT',
    EACCES: 'this user may not use that port; choose a PORT above 1023',
    EADDRNOTAVAIL: 'this machine does not have that address; correct HOST',
    ENOTFOUND: 'that name is not known; correct HOST',
  };
  const reason = why[error.code ?? ''] ?? error.message;
  return new CliError('cannot_listen', EXIT.wrongUsage, `Cannot listen on ${host} port ${port}: ${reason}.`);
}
