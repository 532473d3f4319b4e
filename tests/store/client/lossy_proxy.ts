import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A way to a server that can lose answers: the request arrives and is carried out, the answer never comes back. */
export type LossyProxy = {
  readonly url: string;
  /** How many requests with a body have come so far. */
  requests(): number;
  /** Loses the answers of the next `count` requests whose body contains `text`. */
  loseAnswers(text: string, count: number): void;
  stop(): Promise<void>;
};

export async function startLossyProxy(target: string): Promise<LossyProxy> {
  let lose = { text: '', count: 0 };
  let requests = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    if (request.method === 'POST') requests += 1;
    const answer = await forward(target, request, body);
    const lost = lose.count > 0 && body.includes(lose.text);
    if (lost) lose = { ...lose, count: lose.count - 1 };
    if (answer === undefined || lost) response.destroy();
    else response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => requests,
    loseAnswers: (text, count) => {
      lose = { text, count };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The server's answer, or undefined where the server is gone. */
async function forward(target: string, request: IncomingMessage, body: Buffer) {
  try {
    const answer = await fetch(target + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' },
      ...(request.method === 'POST' ? { body } : {}),
    });
    const type = answer.headers.get('content-type') ?? 'application/octet-stream';
    return { status: answer.status, type, content: Buffer.from(await answer.arrayBuffer()) };
  } catch {
    return undefined;
  }
}
