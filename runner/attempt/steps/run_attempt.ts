import type { AgentSession } from '../../../src/protocol/agent_session.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { durationText } from '../../../src/text/duration.ts';
import { isFenced } from '../../service/service_error.ts';
import type { Attempt, Place } from '../attempt.ts';
import { toFailure } from '../attempt_failure.ts';
import { stopIfInterrupted } from '../commands/run_task_command.ts';
import { writeTaskFiles } from '../commands/task_files.ts';
import { askAboutChanges } from '../consent/ask_about_changes.ts';
import { askAboutSecrets } from '../consent/ask_about_secrets.ts';
import type { DiffSize } from '../diff_size.ts';
import { keepsWork } from '../keeps_work.ts';
import { commitWork } from './commit_work.ts';
import { doWork } from './do_work.ts';
import { PUSH_PATIENCE_MS, pastOutage } from './past_outage.ts';
import { prepareWorktree } from './prepare_worktree.ts';
import { type SavedWork, saveWork } from './save_work.ts';
import { ended, failed, type OutcomeFacts, succeeded } from './to_outcome.ts';
import { verify } from './verify.ts';

/** How an attempt ended: what to report, and whether its worktree may go. */
export type AttemptEnd = {
  /** Undefined where the service has given the attempt up, so that nothing is to be reported. */
  readonly outcome: Outcome | undefined;
  readonly work: SavedWork;
  /** The agent's conversation, where there is one. */
  readonly session: AgentSession | undefined;
};

const NO_DIFFERENCE: DiffSize = { changedFiles: 0, insertions: 0, deletions: 0 };

/** Executes an attempt from its first fetch to the pushed commit. Never rejects: whatever happens is its end. */
export async function runAttempt(attempt: Attempt): Promise<AttemptEnd> {
  const { clock } = attempt.surroundings;
  const startedAtMs = clock.now();
  const { timeoutMs } = attempt.request.limits;
  let callOffTimeout = endAfter(attempt, timeoutMs);
  try {
    const commit = await carryOut(attempt);
    // The work was done in time. How long the repository's host is away is not the task's fault.
    callOffTimeout();
    callOffTimeout = endAfter(attempt, timeoutMs + PUSH_PATIENCE_MS);
    if (commit !== null) await pushFinished(attempt, commit);
    const outcome = succeeded(attempt, await facts(attempt, commit, startedAtMs));
    return { outcome, work: { kind: 'safe', commit, ref: attempt.request.attemptRef }, session: attempt.session };
  } catch (error) {
    return await conclude(attempt, error, startedAtMs);
  } finally {
    callOffTimeout();
  }
}

/**
 * The finish line, step by step, but for the push.
 *
 * @returns the commit to be pushed; null where there is none
 */
async function carryOut(attempt: Attempt): Promise<string | null> {
  const { request, surroundings, control } = attempt;
  const place = await prepareWorktree(attempt);
  attempt.place = place;
  await writeTaskFiles(attempt);
  attempt.step = 'reporting the start';
  await surroundings.reportStart(place.base, place.startCommit, control.signals.stopping);
  attempt.log.line(`planwright: attempt ${request.number} of ${request.task.key} on ${place.startCommit}`);
  await doWork(attempt, place);
  stopForQuestion(attempt);
  stopIfInterrupted(attempt);
  attempt.action = 'commit';
  control.workIsDone = true;
  const commit = !keepsWork(request) ? null : await commitOrAsk(attempt, place);
  if (commit !== null) await askAboutChanges(attempt, place, commit);
  attempt.action = 'verify';
  await verify(attempt, place, commit ?? place.startCommit);
  return commit;
}

function commitOrAsk(attempt: Attempt, place: Place): Promise<string | null> {
  return commitWork(attempt, place).catch((error: unknown) => askAboutSecrets(attempt, error));
}

async function pushFinished(attempt: Attempt, commit: string): Promise<void> {
  const { request, surroundings, control, credentials, place } = attempt;
  if (place === undefined) return;
  attempt.action = 'push';
  attempt.step = 'pushing';
  stopIfInterrupted(attempt);
  await pastOutage(attempt, PUSH_PATIENCE_MS, () =>
    surroundings.git.pushAttempt({
      mirror: place.mirror,
      commit,
      ref: request.attemptRef,
      credentials,
      signal: control.signals.stopping,
    }),
  );
}

/** Something went wrong or somebody ended it: nothing of it is lost, and the reason is told. */
async function conclude(attempt: Attempt, error: unknown, startedAtMs: number): Promise<AttemptEnd> {
  // The service learned of the end before we did; the start was refused.
  if (isFenced(error)) attempt.control.end({ kind: 'fenced' }, 'immediate');
  stopForQuestion(attempt);
  const { cause } = attempt.control;
  const failure = toFailure(error);
  attempt.log.line(`planwright: ${cause === undefined ? failure.message : `ended (${cause.kind})`}`);
  const work = await saveWork(attempt);
  if (work.kind === 'only_here') attempt.log.line(`planwright: the work could not be pushed: ${work.reason}`);
  const what = await facts(attempt, work.kind === 'safe' ? work.commit : null, startedAtMs);
  const outcome = cause === undefined ? failed(attempt, failure, what) : ended(attempt, cause, what);
  return { outcome, work, session: attempt.session };
}

/** Who was told to stop for a question has stopped, however that looked: the attempt ends for it. */
function stopForQuestion({ questions, control }: Attempt): void {
  questions.close();
  if (questions.waitsFor !== undefined) control.end({ kind: 'blocked', message: questions.waitsFor }, 'graceful');
}

async function facts(attempt: Attempt, commit: string | null, startedAtMs: number): Promise<OutcomeFacts> {
  const { git, clock } = attempt.surroundings;
  const durationMs = clock.now() - startedAtMs;
  if (commit === null || attempt.place === undefined) return { commit, size: NO_DIFFERENCE, durationMs };
  const { mirror, base } = attempt.place;
  const size = await git.diffSize(mirror, base, commit).catch(() => NO_DIFFERENCE);
  return { commit, size, durationMs };
}

function endAfter(attempt: Attempt, limitMs: number): () => void {
  return attempt.surroundings.clock.after(limitMs, () => {
    const message = `the attempt took longer than ${durationText(limitMs)}; it was at: ${attempt.step}`;
    attempt.control.end({ kind: 'timed_out', message }, 'graceful');
  });
}
