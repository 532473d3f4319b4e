import { createHmac, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVerifier } from '../../src/github/app/webhook_verifier.ts';
import { readDelivery } from '../../src/github/payloads/read_delivery.ts';
import { createApp } from '../../src/http/app.ts';
import { fakeGitHubSide } from '../support/fake_github_side.ts';
import { startTestService, type TestService } from '../support/test_service.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const identity = {
  appId: 7,
  privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  apiUrl: 'http://127.0.0.1:9/api/v3',
  webhookSecret: 'hush-hush',
};
const LIMIT_BYTES = 25 * 1024 * 1024;

let service: TestService;
let deps: TestService['deps'];
beforeEach(async () => {
  service = await startTestService();
  const github = { ...fakeGitHubSide().github, verify: await createVerifier(identity), readDelivery };
  deps = { ...service.deps, github };
});
afterEach(() => service.stop());

const signed = (body: string | Uint8Array, secret = identity.webhookSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const bytes = (before: string, between: readonly number[], after: string) =>
  new Uint8Array([...Buffer.from(before), ...between, ...Buffer.from(after)]);

const headersOf = (signature: string | undefined, changes: Readonly<Record<string, string>> = {}) => ({
  'x-github-event': 'star',
  'x-github-delivery': '0b989ba4-242f-11e5-81e1-c7b6966d2516',
  ...(signature === undefined ? {} : { 'x-hub-signature-256': signature }),
  ...changes,
});

async function post(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Readonly<Record<string, string>>,
) {
  const app = createApp(deps, { runner: [], operator: [], tick: [] });
  const response = await app.request('/api/github/webhooks', { method: 'POST', headers, body, duplex: 'half' });
  return { status: response.status, body: (await response.json()) as { delivery?: string; error?: { code: string } } };
}

async function kept() {
  const client = createClient({ url: `file:${join(service.folder, 'planwright.db')}` });
  try {
    const { rows } = await client.execute('SELECT event, body, state, note FROM deliveries ORDER BY position');
    return rows.map(({ event, body, state, note }) => ({ event, body, state, note }));
  } finally {
    client.close();
  }
}

describe('a webhook', () => {
  it('is kept as it came, then answered; what comes twice is known', async () => {
    const body = '{"action": "created",  "é": "ü"}';
    expect(await post(body, headersOf(signed(body)))).toMatchObject({ status: 202, body: { delivery: 'new' } });
    expect(await post(body, headersOf(signed(body)))).toMatchObject({ status: 202, body: { delivery: 'known' } });
    expect(await kept()).toEqual([{ event: 'star', body, state: 'waiting', note: null }]);
  });

  const body = '{"action":"created"}';
  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['one of another secret', signed(body, 'other')],
    ['one of another body', signed('{"action":"deleted"}')],
    ['one that is cut', signed(body).slice(0, -2)],
    ['its digest without the name of the hash', signed(body).slice('sha256='.length)],
    ['one of an older hash', `sha1=${createHmac('sha1', identity.webhookSecret).update(body).digest('hex')}`],
  ])('with %s is refused and leaves nothing', async (_, signature) => {
    expect(await post(body, headersOf(signature))).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized' } },
    });
    expect(await kept()).toEqual([]);
  });

  it('is judged by its signature before anything in it is read', async () => {
    expect((await post('{"half":', headersOf(signed('other')))).status).toBe(401);
    expect((await post('{"half":', headersOf(signed('{"half":')))).status).toBe(202);
  });

  it('signed as text with a character in place of what cannot be read is refused where the bytes came', async () => {
    const asRead = '{"action":"\u{fffd}"}';
    const broken = bytes('{"action":"', [0xff], '"}');
    expect(new TextDecoder().decode(broken)).toBe(asRead);
    expect((await post(broken, headersOf(signed(asRead)))).status).toBe(401);
    expect((await post(asRead, headersOf(signed(broken)))).status).toBe(401);
    expect(await kept()).toEqual([]);
    expect((await post(asRead, headersOf(signed(asRead)))).status).toBe(202);
    expect(await kept()).toMatchObject([{ body: asRead }]);
  });

  it.each([
    ['a byte that begins no character', [0xff]],
    ['a character that is cut', [0xc3]],
    ['half of a pair', [0xed, 0xa0, 0x80]],
    ['a longer way to write a character', [0xc0, 0xaf]],
  ])('with %s is refused as one that is not signed, and leaves nothing', async (_, wrong) => {
    const broken = bytes('{"action":"', wrong, '"}');
    expect(await post(broken, headersOf(signed(broken)))).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized' } },
    });
    expect(await kept()).toEqual([]);
  });

  it('keeps its byte order mark, which is signed with the rest', async () => {
    const marked = bytes('', [0xef, 0xbb, 0xbf], body);
    expect((await post(marked, headersOf(signed(body)))).status).toBe(401);
    expect((await post(body, headersOf(signed(marked)))).status).toBe(401);
    expect(await kept()).toEqual([]);
    expect((await post(marked, headersOf(signed(marked)))).status).toBe(202);
    expect(await kept()).toMatchObject([{ body: `\u{feff}${body}` }]);
  });

  it.each([
    ['no event', { 'x-github-event': '' }],
    ['an event that is no name', { 'x-github-event': '__proto__ or 1' }],
    ['no id', { 'x-github-delivery': '' }],
    ['an id that is none', { 'x-github-delivery': 'a b' }],
    ['an endless id', { 'x-github-delivery': 'a'.repeat(101) }],
  ])('that names %s is refused', async (_, headers) => {
    expect((await post(body, headersOf(signed(body), headers))).status).toBe(400);
    expect(await kept()).toEqual([]);
  });

  it('larger than GitHub sends is refused, whether it says so or not', async () => {
    const large = 'x'.repeat(LIMIT_BYTES + 1);
    const headers = headersOf(signed(large));
    expect((await post(large, { ...headers, 'content-length': String(large.length) })).status).toBe(413);
    expect((await post(new Blob([large]).stream(), headers)).status).toBe(413);
    expect(await kept()).toEqual([]);
  });

  it('of an event that nobody knows is recorded as ignored', async () => {
    await post(body, headersOf(signed(body), { 'x-github-event': 'constructor' }));
    const app = createApp(deps, { runner: [], operator: [], tick: ['tick'] });
    await app.request('/api/tick', { method: 'POST', headers: { authorization: 'Bearer tick' } });
    expect(await kept()).toEqual([
      {
        event: 'constructor',
        body,
        state: 'ignored',
        note: 'Planwright does not act upon events of this kind.',
      },
    ]);
  });

  it('is refused where there is no App, and it is said how to make one', async () => {
    deps = { ...deps, github: null };
    expect(await post(body, headersOf(signed(body)))).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable', message: expect.stringContaining('planwright setup') } },
    });
  });
});
