import { effectIsWanted } from '../core/decide/effect_is_wanted.ts';
import type { EffectRecord } from '../core/effects/effect.ts';
import type { RunRecord } from '../core/records.ts';
import { issueSubject } from '../core/shown.ts';
import type { ServiceDependencies } from './dependencies.ts';
import { requestOf } from './effect_request.ts';
import { type EffectTarget, NotNowError, type Sending } from './ports/forge.ts';
import { settleEffect } from './settle_effect.ts';

/** How long a sender holds an effect before another may send it, and how often it says that it still does. */
const HOLD_MS = 10_000;
const RENEW_MS = 3_000;
/** Effects sent at once: each of another lane. */
const AT_ONCE = 8;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;
/** How often what a paused run holds back is looked at, if nothing wakes it. */
const PAUSED_MS = 60_000;

const SUPERSEDED: Sending = { answer: { kind: 'superseded' }, shown: [] };

/** Sends what is due and commits each answer together with its row. Says whether anything was due. */
export async function sendEffects(deps: ServiceDependencies): Promise<boolean> {
  const now = deps.clock.now();
  const claimed = await deps.store.outbox.claim(deps.process, now, now + HOLD_MS, AT_ONCE);
  if (claimed.length === 0) return false;
  const holding = setInterval(() => void keepHolding(deps, claimed), RENEW_MS);
  try {
    await Promise.all(claimed.map((effect) => sendEffect(deps, effect)));
  } finally {
    clearInterval(holding);
  }
  return true;
}

async function keepHolding(deps: ServiceDependencies, claimed: readonly EffectRecord[]): Promise<void> {
  const ids = claimed.map(({ id }) => id);
  // Who cannot say so for a while loses the hold, and another finds what was sent.
  await deps.store.outbox.hold(deps.process, ids, deps.clock.now() + HOLD_MS).catch(() => undefined);
}

async function sendEffect(deps: ServiceDependencies, effect: EffectRecord): Promise<void> {
  try {
    const { answer, shown } = await send(deps, effect);
    await settleEffect(deps, { effect, owner: deps.process, answer }, shown);
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
  const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** effect.attempts);
  const message = error instanceof Error ? error.message : String(error);
  log('warn', 'An effect could not be sent and will be sent again.', {
    effect: effect.id,
    kind: effect.effect.kind,
    message,
  });
  await store.outbox.release(effect.id, process, clock.now() + Math.floor(random() * ceilingMs), message);
}

async function send(deps: ServiceDependencies, effect: EffectRecord): Promise<Sending> {
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
  return deps.forge.send(request, { repository, run: run === null ? null : targetRun(run), shown });
}

async function isWanted(deps: ServiceDependencies, { effect }: EffectRecord, run: RunRecord | null): Promise<boolean> {
  switch (effect.kind) {
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
