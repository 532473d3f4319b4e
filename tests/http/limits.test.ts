import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../src/cli/service/listen.ts';
import { createApp } from '../../src/http/app.ts';
import { fakeGitHubSide } from '../support/fake_github_side.ts';
import { startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
let app: ReturnType<typeof createApp>;
beforeEach(async () => {
  service = await startTestService();
  const github = {
    ...fakeGitHubSide().github,
    verify: async (body: Uint8Array, given: string) => {
      const text = new TextDecoder().decode(body);
      return given === signed(text) ? text : null;
    },
  };
  const { runner, operator, tick } = service.tokens;
  app = createApp({ ...service.deps, github }, { runner: [runner], operator: [operator], tick: [tick] }, 1);
});
afterEach(() => service.stop());

const signed = (body: string) => `sha256=${createHmac('sha256', 'hush-hush').update(body).digest('hex')}`;

async function ask(path: string, address: string, headers: Readonly<Record<string, string>>, body?: string) {
  const method = body === undefined ? 'GET' : 'POST';
  const init = { method, headers: { 'x-forwarded-for': address, ...headers }, ...(body === undefined ? {} : { body }) };
  const answer = await app.request(path, init);
  return { status: answer.status, code: await codeOf(answer), retryAfter: answer.headers.get('retry-after') };
}

async function codeOf(answer: Response): Promise<string | undefined> {
  return ((await answer.json()) as { error?: { code: string } }).error?.code;
}

const status = (address: string, token: string) => ask('/api/v1/status', address, { authorization: `Bearer ${token}` });

const nothing = (address: string) =>
  ask('/api/v1/nothing', address, { authorization: `Bearer ${service.tokens.operator}` });

async function times<Answer>(count: number, one: (index: number) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index++) answers.push(await one(index));
  return answers;
}

describe('wrong tokens of one address', () => {
  it('are answered 429 after thirty, with when to come again', async () => {
    const answers = await times(31, (index) => status('192.0.2.1', `guess-${index}`));
    expect(answers.slice(0, 30).every((answer) => answer.status === 401)).toBe(true);
    expect(answers[30]).toEqual({ status: 429, code: 'too_many_requests', retryAfter: '6' });
    service.outage(6_000);
    expect((await status('192.0.2.1', 'guess')).status).toBe(401);
    expect((await status('192.0.2.1', 'guess')).status).toBe(429);
  });

  it('count over all doors together, one that is missing too', async () => {
    const doors = ['/api/v1/status', '/api/runner/v1/lease', '/api/tick'];
    for (const door of doors) {
      await times(10, (index) => ask(door, '192.0.2.1', index === 0 ? {} : { authorization: 'Bearer no' }, '{}'));
    }
    expect((await ask('/api/tick', '192.0.2.1', {}, '{}')).status).toBe(429);
  });

  it('make a right one worthless there, so that guessing is, but not one that was right before', async () => {
    expect((await status('192.0.2.1', service.tokens.operator)).status).toBe(200);
    await times(30, () => status('192.0.2.1', 'guess'));
    expect((await status('192.0.2.1', service.tokens.operator)).status).toBe(200);
    await times(30, () => status('192.0.2.2', 'guess'));
    expect((await status('192.0.2.2', service.tokens.operator)).status).toBe(429);
    expect((await status('192.0.2.3', service.tokens.operator)).status).toBe(200);
  });
});

describe('a token that was right from an address', () => {
  const lease = (token: string) =>
    ask('/api/runner/v1/nothing', '192.0.2.1', { authorization: `Bearer ${token}`, 'planwright-protocol': '1' }, '{}');

  it('is one among the wrong ones there once it was refused', async () => {
    const api = service.client.api.v1['runner-tokens'];
    const { secret } = await (await api.$post({ json: { name: 'forge' } })).json();
    expect((await lease(secret)).status).toBe(404);
    await times(30, () => status('192.0.2.1', 'guess'));
    expect((await lease(secret)).status).toBe(404);
    await api[':name'].revoke.$post({ param: { name: 'forge' } });
    expect((await lease(secret)).status).toBe(401);
    expect((await lease(secret)).status).toBe(429);
  });
});

describe('requests with one token', () => {
  it('of an operator are two thousand at once and two hundred a second from each address', async () => {
    const answers = await times(2_001, () => nothing('192.0.2.1'));
    expect(answers.map((answer) => answer.status).indexOf(429)).toBe(2_000);
    expect((await nothing('192.0.2.2')).status).toBe(404);
    service.outage(5);
    expect((await nothing('192.0.2.1')).status).toBe(404);
  });

  it('of a scheduler may follow each other at once for long', async () => {
    const headers = { authorization: `Bearer ${service.tokens.tick}` };
    const answers = await times(200, () => ask('/api/tick', '192.0.2.1', headers, ''));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
  });

  it('are enough for fifty runners behind one address, each with a hundred messages at the same moment', async () => {
    const headers = { authorization: `Bearer ${service.tokens.runner}`, 'planwright-protocol': '1' };
    const answers = await Promise.all(
      Array.from({ length: 5_000 }, () => ask('/api/runner/v1/nothing', '192.0.2.1', headers, '{}')),
    );
    expect(answers.filter((answer) => answer.status === 429)).toEqual([]);
  });
});

describe('over a real connection', () => {
  it('its own address counts, whatever a caller says of itself', async () => {
    const listening = await listen(
      createApp(service.deps, { runner: [], operator: ['right'], tick: [] }),
      '127.0.0.1',
      0,
    );
    const guess = (index: number, token = 'wrong') =>
      fetch(`${listening.address}/api/v1/status`, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': `192.0.2.${index}` },
      });
    try {
      expect((await guess(0, 'right')).status).toBe(200);
      const answers = await times(31, async (index) => (await guess(index)).status);
      expect(answers.indexOf(429)).toBe(30);
      expect((await guess(99, 'right')).status).toBe(200);
    } finally {
      await listening.close();
    }
  });
});

describe('webhooks', () => {
  const hook = (address: string, signature: string, id = 'a-1') =>
    ask(
      '/api/github/webhooks',
      address,
      { 'x-hub-signature-256': signature, 'x-github-event': 'star', 'x-github-delivery': id },
      '{}',
    );

  it('with wrong signatures are answered 429 after sixty, and right ones never', async () => {
    const wrong = `sha256=${'0'.repeat(64)}`;
    const answers = await times(61, (index) => hook('192.0.2.1', index % 2 === 0 ? wrong : 'none at all'));
    expect(answers.slice(0, 60).every((answer) => answer.status === 401)).toBe(true);
    expect(answers[60]).toEqual({ status: 429, code: 'too_many_requests', retryAfter: '6' });
    expect((await hook('192.0.2.2', wrong)).status).toBe(401);
    const right = await times(100, (index) => hook('192.0.2.1', signed('{}'), `b-${index}`));
    expect(right.every((answer) => answer.status === 202)).toBe(true);
  });

  it('without anything like a signature are refused before their body is read', async () => {
    let read = 0;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          read += 1;
          controller.enqueue(new Uint8Array(65_536));
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await app.request('/api/github/webhooks', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(401);
    expect(read).toBeLessThan(3);
  });
});

describe('a body that is too large', () => {
  it.each([
    ['/api/runner/v1/finish', 'runner', 32],
    ['/api/v1/runs', 'operator', 16],
  ] as const)('is answered 413 by %s, whether it says so or not', async (path, who, mebibytes) => {
    const large = Buffer.alloc(mebibytes * 1024 * 1024 + 1, 0x20);
    const headers = {
      authorization: `Bearer ${service.tokens[who]}`,
      'content-type': 'application/json',
      'planwright-protocol': '1',
    };
    const said = await app.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(large.length) },
      body: large,
    });
    expect([said.status, await codeOf(said)]).toEqual([413, 'too_large']);
    const streamed = { method: 'POST', headers, body: new Blob([large]).stream(), duplex: 'half' } as RequestInit;
    const silent = await app.request(path, streamed);
    expect([silent.status, await codeOf(silent)]).toEqual([413, 'too_large']);
  });
});
