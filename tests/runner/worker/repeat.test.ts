import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { redactionOf } from '../../../runner/redaction.ts';
import { createServiceClient } from '../../../runner/service/service_client.ts';
import { ServiceError } from '../../../runner/service/service_error.ts';
import { repeatUntilAnswered } from '../../../runner/worker/repeat.ts';
import { HandClock } from './hand_clock.ts';

const never = new AbortController().signal;
const registration = {
  runner: '01902a7c-0000-7000-8000-000000000001',
  boot: '01902a7c-0000-7000-8000-000000000002',
  name: 'forge',
  labels: [],
  slots: 1,
  agents: [],
  repositories: ['*'],
  sandbox: 'none' as const,
};

let answer: { status: number; headers: Record<string, string>; body: unknown };
let url: string;
const server = createServer((_, response) => {
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
});
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

async function refusal(): Promise<ServiceError> {
  const client = createServiceClient({ url, token: 'x' }, fetch, redactionOf([]));
  const error = await client.register(registration, never).catch((thrown: unknown) => thrown);
  if (!(error instanceof ServiceError)) throw new Error('it was not refused');
  return error;
}

const tooMany = { error: { code: 'too_many_requests', message: 'Too many.' } };

it.each([
  ['7', 7_000],
  ['86400', 60_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
  [undefined, 0],
])('what a service says of when to come again (%s) is heard, within reason', async (header, notBeforeMs) => {
  answer = { status: 429, headers: header === undefined ? {} : { 'retry-after': header }, body: tooMany };
  expect(await refusal()).toMatchObject({ code: 'too_many_requests', notBeforeMs });
});

it('a proxy that answers for the service is heard too', async () => {
  answer = { status: 503, headers: { 'retry-after': '3' }, body: 'away' };
  expect(await refusal()).toMatchObject({ code: 'unreachable', notBeforeMs: 3_000 });
});

it('a message that was too much is sent again when the service said, not before', async () => {
  const clock = new HandClock();
  const sentAt: number[] = [];
  const repeated = repeatUntilAnswered(
    async () => {
      sentAt.push(clock.now());
      if (sentAt.length < 3) throw new ServiceError('too_many_requests', 'Too many.', { notBeforeMs: 5_000 });
      return 'yes';
    },
    never,
    { clock, random: () => 0 },
  );
  for (let at = 0; at <= 10_000; at += 100) {
    clock.turnTo(at);
    // What waits for the clock goes on in the turns after.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
  expect(await repeated).toBe('yes');
  expect(sentAt).toEqual([0, 5_000, 10_000]);
});
