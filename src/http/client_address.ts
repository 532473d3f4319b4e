import { isIPv4, isIPv6 } from 'node:net';
import type { Context } from 'hono';

/** Longer than any address is written. */
const ADDRESS_LIMIT = 64;

/**
 * The address that a request counts for: that of the connection. Where `trustedProxies` stand in front, each adds whom it was
 * asked by to the end of `X-Forwarded-For`, so that so many from its end stands the one whom the first of them saw; what is
 * left of that is the caller's own word, and is not looked at. Of IPv6 the first half counts, for one place has all the rest.
 */
export function addressOf(context: Context, trustedProxies: number): string {
  const { remoteAddress } = (context.env as Connection | undefined)?.incoming?.socket ?? {};
  const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const named = trustedProxies === 0 ? undefined : forwarded.at(-trustedProxies);
  return placeOf(named || remoteAddress || 'unknown');
}

/** What the server hands on beside the request; nothing where a function is asked without a connection. */
type Connection = { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } };

function placeOf(text: string): string {
  const written = text.slice(0, ADDRESS_LIMIT).replace(/^\[(.*)\](?::\d+)?$/, '$1');
  const address = written.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(address)) return isIPv4(address) ? address : address.replace(/^([\d.]+):\d+$/, '$1').toLowerCase();
  const [front = '', back] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = front.split(':').filter(Boolean);
  const after = (back ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
