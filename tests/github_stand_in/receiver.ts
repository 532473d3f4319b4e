import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A webhook as it arrived. */
export type Arrived = {
  readonly event: string;
  readonly guid: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** A receiver of webhooks that answers with `status`; it ends with the test. */
export async function startReceiver(): Promise<{ url: string; arrived: Arrived[]; answer: { status: number } }> {
  const arrived: Arrived[] = [];
  const answer = { status: 202 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { headers } = request;
    const event = `${headers['x-github-event']}`;
    arrived.push({ event, guid: `${headers['x-github-delivery']}`, headers, body, payload: JSON.parse(body) });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, arrived, answer };
}
