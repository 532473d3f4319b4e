import type { KnownRunner } from '../ports/view_reader.ts';

/** Whether a runner counts as connected: it was heard of within the length of a lease, and its token was not revoked. */
export function isConnected(
  { seenAt, revoked }: Pick<KnownRunner, 'seenAt' | 'revoked'>,
  now: number,
  { leaseMs }: { readonly leaseMs: number },
): boolean {
  return !revoked && now - seenAt <= leaseMs;
}
