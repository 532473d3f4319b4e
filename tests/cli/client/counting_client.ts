import { type Client, createClient } from '../../../src/http/client.ts';
import type { TestService } from '../../support/test_service.ts';

/** A client of the service, and a way to wait until it has got that many more answers. */
export function countingClient({ app, tokens }: TestService): {
  readonly client: Client;
  readonly asked: (times: number) => Promise<void>;
} {
  let count = 0;
  const waiting = new Map<number, () => void>();
  const client = createClient('http://service', tokens.operator, async (input, init) => {
    const response = await app.request(input, init);
    count += 1;
    waiting.get(count)?.();
    return response;
  });
  return { client, asked: (times) => new Promise((resolve) => waiting.set(count + times, resolve)) };
}
