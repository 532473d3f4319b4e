import { effectIsWanted } from '../core/decide/effect_is_wanted.ts';
import type { EffectRecord } from '../core/effects/effect.ts';
import type { RunRecord } from '../core/records.ts';
import { type Backoff, backoffMs } from '../core/retry/backoff.ts';
import { runHasEnded } from '../core/run/run_state.ts';
import { issueSubject } from '../core/shown.ts';
import type { ServiceDependencies } from './dependencies.ts';
import { requestOf } from './effect_request.ts';
import { type EffectTarget, NotNowError, type Sending } from './ports/forge.ts';
import { settleEffect } from './settle_effect.ts';

/** How long a sender holds an effect before another may send it, and how often it says that it still does. */
const HOLD_MS = 10_000;
const RENEW_MS = 3_000;
/**
 * Effects sent at once, each of another lane; and how many of one
 * repository make that it gets no more for now: where one is slow, others have room.
 */
const AT_ONCE = 16;
const AT_ONCE_OF_ONE = 4;
/** How often what became due meanwhile is looked for while something is under way, if nothing wakes it. */
const LOOK_AGAIN_MS = 1_000;
const BACKOFF: Backoff = { firstMs: 500, longestMs: 60_000 };
/** How often what a paused run holds back is looked at, if nothing wakes it. */
const PAUSED_MS = 60_000;

/** What became of sending: the forge's answer, and where the integration branch was known to stand when it was asked. */
type Sent = Sending & { readonly onto: string | null };

const SUPERSEDED: Sent = { answer: { kind: 'superseded' }, shown: [], onto: null };

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

async function sendEffect(deps: ServiceDependencies, effect: EffectRecord): Promise<void> {
  try {
    const { answer, shown, onto } = await send(deps, effect);
    await settleEffect(deps, { effect, owner: deps.process, answer, onto }, shown);
  } catch (error) {
    await postpone(deps, effect, error);
  }
}

async function postpone(deps: ServiceDependencies, effect: EffectRecord, error: unknown): Promise<void> {
  const { store, clock, random, process, log } = deps;
  if (error instanceof NotNowError) {
    await store.outbox.release(effect.id, process, error.notBefore, null);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  log('warn', 'An effect could not be sent and will be sent again.', {
    effect: effect.id,
    kind: effect.effect.kind,
    message,
  });
  const delayMs = backoffMs(BACKOFF, effect.attempts + 1, random());
  await store.outbox.release(effect.id, process, clock.now() + delayMs, message);
}

async function send(deps: ServiceDependencies, effect: EffectRecord): Promise<Sent> {
  const slice = await deps.store.read.effectSlice(effect.id);
  if (slice === null) throw new Error('The effect has gone from the outbox.');
  const { run, repository } = slice;
  if (!(await isWanted(deps, effect, run))) return SUPERSEDED;
  if (run?.state === 'paused' && movesBranches(effect)) {
    throw new NotNowError(deps.clock.now() + PAUSED_MS, 'The run is paused.');
  }
  const request = await requestOf(deps, effect, run);
  if (request === null) return SUPERSEDED;
  const shown = run === null ? await shownBefore(deps, effect) : await deps.store.read.shown(run.id);
  const sending = await deps.forge.send(request, { repository, run: run === null ? null : targetRun(run), shown });
  return { ...sending, onto: run?.integrationHead ?? null };
}

async function isWanted(
  deps: ServiceDependencies,
  { effect, repository }: EffectRecord,
  run: RunRecord | null,
): Promise<boolean> {
  switch (effect.kind) {
    case 'show_plan': {
      // What was wrong with a plan is past once the mended one has started, whose status takes over the comment.
      const newest = await deps.store.read.newestRun(repository, String(effect.issue));
      return newest === null || runHasEnded(newest.state);
    }
    case 'begin_run':
      return run?.state === 'pending';
    case 'publish_task':
    case 'merge_task': {
      const task = await deps.store.read.taskSlice(effect.task, 'direct');
      return task !== null && effectIsWanted(task, effect);
    }
    default:
      return true;
  }
}

/** What is held back while a run is paused. */
function movesBranches({ effect }: EffectRecord): boolean {
  return effect.kind === 'publish_task' || effect.kind === 'merge_task';
}

/** What a plan without a run shows is remembered for its issue. */
async function shownBefore(deps: ServiceDependencies, { effect, repository }: EffectRecord) {
  return effect.kind === 'show_plan' ? await deps.store.read.shown(issueSubject(repository, effect.issue)) : [];
}

function targetRun(run: RunRecord): NonNullable<EffectTarget['run']> {
  const { id, branchPrefix, issue, base, baseCommit, integrationHead, finalPull } = run;
  return { id, branchPrefix, issue, base, baseCommit, integrationHead, finalPull };
}
