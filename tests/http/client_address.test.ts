import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { addressOf } from '../../src/http/client_address.ts';

async function ask(trustedProxies: number, remoteAddress: string | undefined, forwarded?: string): Promise<string> {
  const app = new Hono().get('/', (context) => context.text(addressOf(context, trustedProxies)));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } });
  return await answer.text();
}

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:bbbb:1:2:3', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, 'unknown'],
])('a connection from %s counts for %s, whatever the caller says of itself', async (socket, address) => {
  expect(await ask(0, socket, '203.0.113.9')).toBe(address);
});

it.each([
  [1, '203.0.113.9', '203.0.113.9'],
  [1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  [2, '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  [1, '203.0.113.9:4711', '203.0.113.9'],
  [1, '[2001:db8::1]:4711', '2001:db8:0:0::/64'],
  [1, undefined, '10.0.0.1'],
  [3, '203.0.113.9', '10.0.0.1'],
  [1, 'x'.repeat(500), 'x'.repeat(64)],
])('behind %i proxies `%s` counts for %s', async (proxies, forwarded, address) => {
  expect(await ask(proxies, '10.0.0.1', forwarded)).toBe(address);
});
