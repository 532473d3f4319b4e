import { NEWS_REMEMBERED_MS } from '../../core/incoming/too_late.ts';
import { processDeliveries } from '../deliveries/process_deliveries.ts';
import { recoverDeliveries } from '../deliveries/recover_deliveries.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { sendEffects } from '../effects/send_effects.ts';
import { askApprovals } from './ask_approvals.ts';
import { concludeRuns } from './conclude_runs.ts';
import { endOverdueRuns } from './end_overdue_runs.ts';
import { expireLeases } from './expire_leases.ts';
import { expireQuestions } from './expire_questions.ts';
import { BATCH } from './for_each_due.ts';
import { forgetOld } from './forget_old.ts';
import { keepBudgets } from './keep_budgets.ts';
import { lookAtIssues } from './look_at_issues.ts';
import { overseeAnswering } from './oversee_answering.ts';
import { overseePlanning } from './oversee_planning.ts';
import { releaseRetries } from './release_retries.ts';
import { remindOfQuestions } from './remind_of_questions.ts';
import { reworkTasks } from './rework_tasks.ts';

/**
 * For how long one tick begins to process webhooks, then to send effects, and then to ask for webhooks that are missed, in
 * milliseconds: together with the last of each, which may be slow, less than the minute that a request may take.
 */
const PROCESS_MS = 10_000;
const SEND_MS = 10_000;
const ASK_MS = 10_000;
/** The most missed webhooks that one tick asks for. */
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
  await lookAtIssues(deps);
  const isMissed = await recoverDeliveries(deps, { atMost: MISSED, until: deps.clock.now() + ASK_MS });
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
    await overseeAnswering(deps, now),
    await overseePlanning(deps, now),
    await reworkTasks(deps, now),
    await keepBudgets(deps),
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
