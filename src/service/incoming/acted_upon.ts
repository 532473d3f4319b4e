import { createHash } from 'node:crypto';
import type { Change } from '../../core/changes.ts';
import type { DeliveryContext } from './delivery_context.ts';
import { settling } from './handled.ts';

/**
 * What ends a delivery that was acted upon, with its body remembered for good: for events whose body says nothing of when it
 * was, so that what is kept by somebody cannot act once more. The signature is over the body, so no other bytes say the same.
 */
export function settlingForGood(context: DeliveryContext, note: string): readonly Change[] {
  return [settling(context, note), rememberingBody(context)];
}

/** That this body was acted upon, for what lands before its delivery ends. */
export function rememberingBody(context: DeliveryContext): Change {
  const shown = { subject: subjectOf(context), what: 'event', number: null, digest: context.delivery } as const;
  return { kind: 'remember_shown', shown };
}

/** Whether this very body was acted upon before, under whatever id. */
export async function actedUponBefore(context: DeliveryContext): Promise<boolean> {
  return (await context.deps.store.read.shown(subjectOf(context))).length > 0;
}

function subjectOf({ body }: DeliveryContext): string {
  return `body:${createHash('sha256').update(body).digest('hex')}`;
}
