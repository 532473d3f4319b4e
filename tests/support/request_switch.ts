import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that hands each request to another. */
export type RequestSwitch = {
  readonly address: string;
  /** How many requests came so far. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

/**
 * Starts it; `next` says for each request at which address it is answered.
 *
 * @param unused told of an address that was not asked, since whoever sent the request had given up waiting
 */
export async function startRequestSwitch(
  next: () => string | Promise<string>,
  unused: (address: string) => void = () => {},
): Promise<RequestSwitch> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    Promise.resolve(next()).then(
      (address) => (response.destroyed ? unused(address) : pass(request, response, address)),
      (error: unknown) => response.writeHead(503).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whoever gives up waiting is given up on both sides. */
function pass(request: IncomingMessage, response: ServerResponse, address: string): void {
  const { method, headers, url } = request;
  const passed = ask(`${address}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}
