import { askToStart } from '../../core/decide/approve_start.ts';
import { loseAttempt } from '../../core/decide/lose_attempt.ts';
import { retryDue } from '../../core/decide/retry_due.ts';
import { nothing } from '../../core/decision.ts';
import { NEWS_REMEMBERED_MS } from '../../core/incoming/too_late.ts';
import { cancelRun } from '../commands/cancel_run.ts';
import { concludeRun } from '../commands/conclude_run.ts';
import { expireQuestion } from '../commands/expire_question.ts';
import { keepBudgets } from '../commands/keep_budget.ts';
import { overseeAnswering } from '../commands/oversee_answering.ts';
import { remindQuestion } from '../commands/remind_question.ts';
import { commit } from '../commit.ts';
import { processDeliveries } from '../deliveries/process_deliveries.ts';
import { recoverDeliveries } from '../deliveries/recover_deliveries.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { sendEffects } from '../effects/send_effects.ts';
import { reworkTasks } from '../observations/rework_tasks.ts';
import { forgetOld } from './forget_old.ts';

/** The most of each kind that one tick takes on. */
const BATCH = 100;
/**
 * For how long one tick begins to process webhooks, and then to send effects, in milliseconds: together with the last of each,
 * which may be slow, far less than the minute that a request may take.
 */
const PROCESS_MS = 10_000;
const SEND_MS = 10_000;
/** The most missed webhooks that one tick asks for: one after another, in far less than a request may take. */
const MISSED = 50;
/** Pieces of old output that one tick drops. */
const LOG_PIECES = 500;
/** Far longer than GitHub can send one again, and news of that age are not acted upon. */
const DELIVERY_RETENTION_MS = NEWS_REMEMBERED_MS;
/** Ticks that come from outside may be this far apart without counting as an outage. */
const OUTSIDE_GAP_MS = 600_000;

/** What a tick leaves to be done. */
export type TickResult = {
  /** More is due than one tick takes on: tick again at once. */
  readonly more: boolean;
};

/**
 * Everything that depends on time, once: idempotent and bounded. What waits for GitHub's list of webhooks comes last.
 * Leases expire only after ticks have run without a gap for the length of a lease, so that after an outage runners have
 * the chance to be heard first.
 */
export async function tick(deps: ServiceDependencies): Promise<TickResult> {
  const kept = await keepTime(deps);
  const chores = await doChores(deps);
  await forgetOld(deps);
  const isMissed = await recoverDeliveries(deps, { atMost: MISSED });
  return { more: kept.more || chores.more || isMissed };
}

/** The part of a tick that nothing may hold up: it waits for the database alone. */
export async function keepTime(deps: ServiceDependencies): Promise<TickResult> {
  const now = deps.clock.now();
  const { steadySince } = await deps.store.ticks.noteTick(now, gapMs(deps));
  const full = [
    now - steadySince >= deps.settings.leaseMs ? await expireLeases(deps, now) : false,
    await releaseRetries(deps, now),
    await endOverdueRuns(deps, now),
    await expireQuestions(deps, now),
    await overseeOrchestrators(deps, now),
    await reworkTasks(deps, now, BATCH),
    await keepBudgets(deps, BATCH),
    await remindOfQuestions(deps, now),
    await askApprovals(deps),
    await deps.store.log.prune(now - deps.settings.logRetentionMs, LOG_PIECES),
    await deps.store.conversation.prune(now - deps.settings.logRetentionMs, LOG_PIECES),
    await deps.store.deliveries.prune(now - DELIVERY_RETENTION_MS, BATCH),
  ];
  return { more: full.includes(true) };
}

/** What can be done at once whenever something changed: reading deliveries, ending runs and sending effects. */
export async function doChores(deps: ServiceDependencies): Promise<TickResult> {
  const within = (ms: number) => ({ atMost: BATCH, until: deps.clock.now() + ms });
  const processed = await processDeliveries(deps, within(PROCESS_MS));
  const sent = await sendEffects(deps, within(SEND_MS));
  const concluded = await concludeRuns(deps);
  return { more: processed || sent || concluded };
}

function gapMs({ settings: { tickIntervalMs, leaseMs } }: ServiceDependencies): number {
  return tickIntervalMs === 0 ? OUTSIDE_GAP_MS : Math.max(3 * tickIntervalMs, Math.floor(leaseMs / 2));
}

async function expireLeases(deps: ServiceDependencies, now: number): Promise<boolean> {
  const expired = await deps.store.due.expiredAttempts(now, BATCH);
  for (const attempt of expired) {
    await commit(deps, 'expire_lease', async (read) => {
      const slice = await read.attemptSlice(attempt, 'all');
      if (slice === null) return nothing(null);
      const because = 'The runner was not heard of until the lease ended.';
      return loseAttempt(slice, { expired: true, because }, { ...surroundings(deps), now });
    });
  }
  return expired.length === BATCH;
}

async function releaseRetries(deps: ServiceDependencies, now: number): Promise<boolean> {
  const due = await deps.store.due.retriesDue(now, BATCH);
  for (const task of due) {
    await commit(deps, 'retry_due', async (read) => {
      const slice = await read.taskSlice(task, 'direct');
      return slice === null ? nothing(null) : retryDue(slice.task, now);
    });
  }
  return due.length === BATCH;
}

async function endOverdueRuns(deps: ServiceDependencies, now: number): Promise<boolean> {
  const overdue = await deps.store.due.runsPastDeadline(now, BATCH);
  for (const run of overdue) await cancelRun(deps, run, { how: 'graceful', by: 'planwright', because: 'deadline' });
  return overdue.length === BATCH;
}

/** Where nobody has answered in time the default counts. */
export async function expireQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  const due = await deps.store.due.questionsDue(now, BATCH);
  for (const question of due) await expireQuestion(deps, question, now);
  return due.length === BATCH;
}

/** People are asked where the orchestrator did not begin in time; it ends where nobody waits for it any more. */
export async function overseeOrchestrators(deps: ServiceDependencies, now: number): Promise<boolean> {
  const due = await deps.store.due.answeringDue(now, BATCH);
  for (const task of due) await overseeAnswering(deps, task, now);
  return due.length === BATCH;
}

async function remindOfQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  const due = await deps.store.due.questionsToRemind(now, BATCH);
  for (const question of due) await remindQuestion(deps, question, now);
  return due.length === BATCH;
}

/** Asks whether tasks may start that wait for a person's word. */
async function askApprovals(deps: ServiceDependencies): Promise<boolean> {
  const waiting = await deps.store.due.tasksToApprove(BATCH);
  for (const task of waiting) {
    await commit(deps, 'ask_approval', async (read) => {
      const slice = await read.taskSlice(task, 'direct');
      return slice === null ? nothing(null) : askToStart(slice, surroundings(deps));
    });
  }
  return waiting.length === BATCH;
}

/** Ends runs whose tasks have all ended. Says whether there may be more of them. */
export async function concludeRuns(deps: ServiceDependencies): Promise<boolean> {
  const ended = await deps.store.due.runsToConclude(BATCH);
  for (const run of ended) await concludeRun(deps, run);
  return ended.length === BATCH;
}
