import type { Change } from '../../core/changes.ts';
import { finishAttempt as decideFinish } from '../../core/decide/finish_attempt.ts';
import { noteAgentEnd, providerOf } from '../../core/decide/note_agent_end.ts';
import { startAttempt as decideStart } from '../../core/decide/start_attempt.ts';
import { Refusal } from '../../core/refusal.ts';
import type { AttemptSlice } from '../../core/slices.ts';
import type { Outcome } from '../../protocol/outcome.ts';
import type { FinishRequest, FinishResponse, StartRequest, StartResponse } from '../../protocol/runner_messages.ts';
import { mapTexts } from '../../text/map_texts.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { readDraft } from '../read_draft.ts';
import { readAnswering } from '../read_question.ts';
import { withChanges } from '../with_changes.ts';
import { ownPrices } from './own_prices.ts';

/** The worktree of an attempt stands. */
export async function startAttempt(deps: ServiceDependencies, request: StartRequest): Promise<StartResponse> {
  const { leaseMs } = deps.settings;
  await commit(deps, 'start_attempt', async (read) => {
    const slice = await read.startSlice(request.attempt);
    if (slice === null) throw noSuchAttempt();
    return decideStart(slice, { ...request, leaseMs }, deps.clock.now());
  });
  return { leaseMs };
}

/** An attempt has ended. What looks like a token is taken out again here, for runners are not believed. */
export async function finishAttempt(deps: ServiceDependencies, told: FinishRequest): Promise<FinishResponse> {
  const request = mapTexts(told, withoutSecretShapes);
  const reach = request.outcome.kind === 'succeeded' ? 'direct' : 'all';
  return commit(deps, 'finish_attempt', async (read) => {
    const slice = await requireAttempt(read, request.attempt, reach);
    const ends = slice.task.cancel !== null || slice.run.cancel !== null;
    const whole = ends && reach === 'direct' ? await requireAttempt(read, request.attempt, 'all') : slice;
    const around = surroundings(deps);
    const questions = request.outcome.kind === 'blocked' ? await read.questionsOf(slice.task.id) : [];
    const findings = request.outcome.kind === 'succeeded' ? await read.findingsOf(slice.task.id) : [];
    const asked = slice.task.kind === 'answering' ? await readAnswering(read, slice.task.id) : null;
    const drafted = slice.task.kind === 'planning' ? { drafted: await readDraft(read, slice.task.id) } : {};
    const { id: run } = slice.run;
    const prices = (await ownPrices(read, [{ run, usage: request.outcome.usage }])).get(run) ?? [];
    const decision = decideFinish(whole, { ...request, questions, asked, ...drafted, prices, findings }, around);
    // A report that changes nothing was counted before.
    if (decision.changes.length === 0) return decision;
    return withChanges(decision, await breakerChanges(read, whole, request.outcome, deps));
  });
}

/** How the agent did, for the breaker that stands between it and further tasks, by what its run's repository wants of that. */
async function breakerChanges(
  read: SliceReader,
  { attempt }: AttemptSlice,
  outcome: Outcome,
  { settings, clock }: ServiceDependencies,
): Promise<readonly Change[]> {
  const provider = providerOf(attempt);
  if (provider === null) return [];
  const breaker = await read.breakerOf(attempt.runner, provider);
  const failedItself = outcome.kind === 'failed' && outcome.failedProvider !== undefined;
  const own = failedItself ? (await read.agentSettingsOf(attempt.run))?.breaker : undefined;
  return noteAgentEnd(attempt, outcome, breaker, own ?? settings.breaker, clock.now());
}

/** The slice of an attempt; one that nobody knows is refused like one that was given up. */
async function requireAttempt(read: SliceReader, attempt: string, reach: 'direct' | 'all'): Promise<AttemptSlice> {
  const slice = await read.attemptSlice(attempt, reach);
  if (slice === null) throw noSuchAttempt();
  return slice;
}

function noSuchAttempt(): Refusal {
  return new Refusal('attempt_not_current', 'There is no such attempt.');
}
