import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse, type HttpHandler } from 'msw';

/** A listening server on loopback. */
export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/** Serves msw's handlers over HTTP, and git where `git` says it is its address. */
export async function listen(options: {
  readonly handlers: () => readonly HttpHandler[];
  readonly isGit: (path: string) => boolean;
  readonly git: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}): Promise<Listening> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const work = options.isGit(path) ? options.git(request, response) : serve(options.handlers(), request, response);
    work.catch((error: unknown) => {
      process.emitWarning(error instanceof Error ? error : `${error}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `The stand-in failed: ${error}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One request. An answer of the kind "network error" breaks the connection. */
async function serve(
  handlers: readonly HttpHandler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const method = request.method ?? 'GET';
  const answer = await getResponse(
    [...handlers],
    new Request(new URL(request.url ?? '/', `http://${request.headers.host}`), {
      method,
      headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, `${value}`]),
      ...(method === 'GET' || method === 'HEAD' || chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    }),
  );
  if (answer === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (answer.type === 'error') {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
