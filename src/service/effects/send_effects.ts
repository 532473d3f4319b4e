import type { EffectRecord } from '../../core/effects/effect.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { roomBeside } from '../room_beside.ts';
import { type WorkBounds, workThrough } from '../work_through.ts';
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

/**
 * Sends what is due and commits each answer together with its row; what is slow holds up its own lane alone. Ends when nothing is
 * due, and never before all that it began has ended. Says whether anything was due.
 */
export async function sendEffects(deps: ServiceDependencies, bounds: WorkBounds): Promise<boolean> {
  const held = new Set<string>();
  const over = new AbortController();
  const holding = keepHolding(deps, held, over.signal);
  const act = async (effect: EffectUnderWay) => {
    held.add(effect.id);
    await sendEffect(deps, effect).finally(() => held.delete(effect.id));
  };
  try {
    return await workThrough(deps, { claim: (underWay, atMost) => claim(deps, underWay, atMost), act }, bounds);
  } finally {
    over.abort();
    await holding;
  }
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
  const ofRepositories = roomBeside(places, AT_ONCE_OF_REPOSITORY);
  const ofInstallations = roomBeside(hosts, AT_ONCE_OF_INSTALLATION);
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

/** Says again and again that what is under way is held, one time after another, until it is over. */
async function keepHolding(deps: ServiceDependencies, held: ReadonlySet<string>, over: AbortSignal): Promise<void> {
  for (;;) {
    await deps.sleep(RENEW_MS, over);
    if (over.aborted) return;
    if (held.size === 0) continue;
    try {
      await deps.store.outbox.hold(deps.process, [...held], deps.clock.now() + HOLD_MS);
    } catch {
      // Who cannot say so for a while loses the hold, and another finds what was sent.
    }
  }
}
