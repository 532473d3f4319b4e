import { createHash } from 'node:crypto';
import type { Change } from '../../core/changes.ts';
import { type Desk, settling } from './handled.ts';

/**
 * What ends a delivery that was acted upon, with its body remembered for good: for events whose body says nothing of when it
 * was, so that what is kept by somebody cannot act once more. The signature is over the body, so no other bytes say the same.
 */
export function settlingForGood(desk: Desk, note: string): readonly Change[] {
  const shown = { subject: subjectOf(desk), what: 'event', number: null, digest: desk.delivery } as const;
  return [settling(desk, note), { kind: 'remember_shown', shown }];
}

/** Whether this very body was acted upon before, under whatever id. */
export async function actedUponBefore(desk: Desk): Promise<boolean> {
  return (await desk.deps.store.read.shown(subjectOf(desk))).length > 0;
}

function subjectOf({ body }: Desk): string {
  return `body:${createHash('sha256').update(body).digest('hex')}`;
}
