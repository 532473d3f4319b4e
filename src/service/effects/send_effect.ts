import { effectIsWanted } from '../../core/decide/effect_is_wanted.ts';
import type { EffectRecord } from '../../core/effects/effect.ts';
import type { RunRecord } from '../../core/records.ts';
import { type Backoff, backoffMs } from '../../core/retry/backoff.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { errorMessage } from '../../text/error_message.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { type EffectTarget, NotNowError, type Sending } from '../ports/forge.ts';
import { requestOf } from './effect_request.ts';
import { pauseOutOfReach } from './pause_out_of_reach.ts';
import { settleEffect } from './settle_effect.ts';

const BACKOFF: Backoff = { firstMs: 500, longestMs: 60_000 };
/** How often what a paused run holds back is looked at, if nothing wakes it. */
const PAUSED_MS = 60_000;

/** Its run is paused. */
class HeldBack extends NotNowError {}

/** What became of sending: the forge's answer, and where the integration branch was known to stand when it was asked. */
type Sent = Sending & { readonly onto: string | null };

const SUPERSEDED: Sent = { answer: { kind: 'superseded' }, shown: [], onto: null };

/** Sends one effect that this process has claimed, and commits the answer together with its row; what fails is sent again later. */
export async function sendEffect(deps: ServiceDependencies, effect: EffectRecord): Promise<void> {
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
    if (error instanceof HeldBack) await wakeIfResumed(deps, effect);
    return;
  }
  const message = errorMessage(error);
  log('warn', 'An effect could not be sent and will be sent again.', {
    effect: effect.id,
    kind: effect.effect.kind,
    message,
  });
  const delayMs = backoffMs(BACKOFF, effect.attempts + 1, random());
  await store.outbox.release(effect.id, process, clock.now() + delayMs, message);
  // Looked at again with the next sending, should GitHub be in trouble now.
  await pauseOutOfReach(deps, effect, error).catch((trouble: unknown) => {
    log('warn', 'It could not be asked whether the App reaches the repository.', { message: String(trouble) });
  });
}

/** Whoever resumed the run before the effect was put back woke what waited, and not what still was in our hands. */
async function wakeIfResumed(deps: ServiceDependencies, { run }: EffectRecord): Promise<void> {
  const found = run === null ? null : await deps.store.read.runById(run);
  if (found === null || found.state === 'paused') return;
  const woken = { kind: 'wake_effects', run: found.id, at: deps.clock.now() } as const;
  await commit(deps, 'wake_effects', async () => ({ changes: [woken], events: [], effects: [], result: null }));
}

async function send(deps: ServiceDependencies, effect: EffectRecord): Promise<Sent> {
  const slice = await deps.store.read.effectSlice(effect.id);
  if (slice === null) throw new Error('The effect has gone from the outbox.');
  const { run, repository } = slice;
  if (!(await isWanted(deps, effect, run))) return SUPERSEDED;
  if (run?.state === 'paused' && movesBranches(effect)) {
    throw new HeldBack(deps.clock.now() + PAUSED_MS, 'The run is paused.');
  }
  const request = await requestOf(deps, effect, run);
  if (request === null) return SUPERSEDED;
  const shown = run === null ? [] : await deps.store.read.shown(run.id);
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
    case 'begin_planning':
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
  return effect.kind === 'merge_task' || (effect.kind === 'publish_task' && effect.for === undefined);
}

function targetRun(run: RunRecord): NonNullable<EffectTarget['run']> {
  const { id, branchPrefix, issue, base, baseCommit, integrationHead, finalPull } = run;
  return { id, branchPrefix, issue, base, baseCommit, integrationHead, finalPull };
}
