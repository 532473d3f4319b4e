import type { EffectRecord } from '../../core/effects/effect.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { sendEffect } from './send_effect.ts';

/** How long a sender holds an effect before another may send it, and how often it says that it still does. */
const HOLD_MS = 10_000;
const RENEW_MS = 3_000;
/**
 * Effects sent at once, each of another lane; and how many of one repository make that it gets no more for now: where one is
 * slow, others have room.
 */
const AT_ONCE = 16;
const AT_ONCE_OF_ONE = 4;
/** How often what became due meanwhile is looked for while something is under way, if nothing wakes it. */
const LOOK_AGAIN_MS = 1_000;

/** When a sender begins nothing more: after `atMost` effects, or as soon as it is told to stop. */
export type SendingBounds = { readonly atMost: number; readonly stopping?: AbortSignal };

/**
 * Sends what is due and commits each answer together with its row. As soon as one is answered the next takes its place, so that a
 * slow one holds up its own lane alone. Ends when nothing is due, and never before all that it began has ended. Says whether
 * anything was due.
 */
export async function sendEffects(deps: ServiceDependencies, { atMost, stopping }: SendingBounds): Promise<boolean> {
  const underWay = new Map<EffectRecord, Promise<void>>();
  const failures: unknown[] = [];
  let begun = 0;
  const begin = (effect: EffectRecord) => {
    begun += 1;
    const sending = sendEffect(deps, effect)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(effect));
    underWay.set(effect, sending);
  };
  const holding = setInterval(() => void keepHolding(deps, [...underWay.keys()]), RENEW_MS);
  const mayBegin = () => failures.length === 0 && begun < atMost && stopping?.aborted !== true;
  try {
    for (;;) {
      const looked = new AbortController();
      const woken = deps.signals.chores.next(LOOK_AGAIN_MS, looked.signal);
      const before = [...underWay.keys()];
      try {
        const claimed = mayBegin() ? await claim(deps, before, atMost - begun) : [];
        claimed.forEach(begin);
        if (claimed.length === 0 && before.length === 0) break;
        if (claimed.length === 0 && underWay.size > 0) await Promise.race([...underWay.values(), woken]);
      } finally {
        looked.abort();
      }
    }
  } finally {
    await Promise.all(underWay.values());
    clearInterval(holding);
  }
  if (failures.length > 0) throw failures[0];
  return begun > 0;
}

/** Takes what is due, as far as there is room beside what is under way. */
async function claim(
  { store, clock, process }: ServiceDependencies,
  underWay: readonly EffectRecord[],
  atMost: number,
): Promise<readonly EffectRecord[]> {
  const room = Math.min(atMost, AT_ONCE - underWay.length, AT_ONCE_OF_ONE);
  if (room <= 0) return [];
  const ofRepository = Map.groupBy(underWay, ({ repository }) => repository);
  const full = [...ofRepository].filter(([, effects]) => effects.length >= AT_ONCE_OF_ONE).map(([id]) => id);
  const now = clock.now();
  return await store.outbox.claim(process, now, now + HOLD_MS, room, full);
}

async function keepHolding(deps: ServiceDependencies, underWay: readonly EffectRecord[]): Promise<void> {
  const ids = underWay.map(({ id }) => id);
  // Who cannot say so for a while loses the hold, and another finds what was sent.
  await deps.store.outbox.hold(deps.process, ids, deps.clock.now() + HOLD_MS).catch(() => undefined);
}
