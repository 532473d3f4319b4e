import type { EffectRecord } from '../../core/effects/effect.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { sendEffect } from './send_effect.ts';

/** How long a sender holds an effect before another may send it, and how often it says that it still does. */
const HOLD_MS = 10_000;
const RENEW_MS = 3_000;
/**
 * Effects sent at once, each of another lane; of them those of one repository, so that where one is slow, others have room; and
 * those of one installation. Each of these reads before it waits for its turn to write: more of them would wait so long that they
 * are put back, and what they read was for nothing.
 */
const AT_ONCE = 16;
const AT_ONCE_OF_REPOSITORY = 4;
const AT_ONCE_OF_INSTALLATION = 5;
/** An effect is begun where its installation has a turn within this time: as long as reading may take, so that no turn is missed. */
const TURN_WITHIN_MS = 2_000;
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
  const underWay = new Map<EffectUnderWay, Promise<void>>();
  const failures: unknown[] = [];
  let begun = 0;
  const begin = (effect: EffectUnderWay) => {
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

type EffectUnderWay = EffectRecord & { readonly installation: number | null };

/** Takes what is due, as far as there is room beside what is under way. */
async function claim(
  { store, clock, process }: ServiceDependencies,
  underWay: readonly EffectUnderWay[],
  atMost: number,
): Promise<readonly EffectUnderWay[]> {
  const places = underWay.map(({ repository }) => repository);
  const hosts = underWay.map(({ installation }) => installation).filter((installation) => installation !== null);
  const ofRepositories = fill(places, AT_ONCE_OF_REPOSITORY);
  const ofInstallations = fill(hosts, AT_ONCE_OF_INSTALLATION);
  const room = Math.min(atMost, AT_ONCE - underWay.length, ofRepositories.room, ofInstallations.room);
  if (room <= 0) return [];
  const now = clock.now();
  const busy = { repositories: ofRepositories.full, installations: ofInstallations.full, turnBy: now + TURN_WITHIN_MS };
  const claimed = await store.outbox.claim(process, now, now + HOLD_MS, room, busy);
  return await Promise.all(
    claimed.map(async (effect) => {
      const repository = await store.read.repositoryById(effect.repository);
      return { ...effect, installation: repository?.github?.installation ?? null };
    }),
  );
}

/** Which have as many as they may, and how many more fit into each of the others. */
function fill<Id>(taken: readonly Id[], atMost: number): { readonly full: readonly Id[]; readonly room: number } {
  const counts = [...Map.groupBy(taken, (id) => id)].map(([id, same]) => ({ id, count: same.length }));
  const full = counts.filter(({ count }) => count >= atMost).map(({ id }) => id);
  const fullest = counts.filter(({ count }) => count < atMost).map(({ count }) => count);
  return { full, room: atMost - Math.max(0, ...fullest) };
}

async function keepHolding(deps: ServiceDependencies, underWay: readonly EffectRecord[]): Promise<void> {
  const ids = underWay.map(({ id }) => id);
  // Who cannot say so for a while loses the hold, and another finds what was sent.
  await deps.store.outbox.hold(deps.process, ids, deps.clock.now() + HOLD_MS).catch(() => undefined);
}
