import type { AgentSession } from '../../src/protocol/agent_session.ts';
import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import type { AttemptEnd } from '../attempt/steps/run_attempt.ts';
import { type AttemptStreams, closeStreams } from './attempt_streams.ts';
import { type Delivery, deliverFinish } from './deliver_finish.ts';
import { writeFinish } from './finish_journal.ts';
import { repeatUntilAnswered } from './repeat.ts';
import type { RunningAttempt } from './running_attempts.ts';
import type { Worker } from './worker.ts';

/** The longest that the end of a log may delay the report of the attempt's end. */
const LOG_FLUSH_LIMIT_MS = 5_000;

/** Reports that the worktree stands at this base, and renews the lease from when that was sent. */
export async function reportStart(
  worker: Worker,
  running: RunningAttempt,
  base: string,
  startCommit: string,
  signal: AbortSignal,
): Promise<void> {
  let sentAtMs = worker.clock.now();
  const answer = await repeatUntilAnswered(
    (each) => {
      sentAtMs = worker.clock.now();
      return worker.client.start(
        { runner: worker.folder.id, attempt: running.request.attempt, base, startCommit },
        each,
      );
    },
    signal,
    worker.repeating,
  );
  running.deadline.renew(sentAtMs, answer.leaseMs);
}

/** Reports the conversation of the attempt's agent, until it is taken. */
export async function reportSession(
  worker: Worker,
  attempt: string,
  session: AgentSession,
  signal: AbortSignal,
): Promise<void> {
  const message = { runner: worker.folder.id, attempt, session };
  await repeatUntilAnswered((each) => worker.client.session(message, each), signal, worker.repeating);
}

/** Reports how it ended. The end is on disk before the service hears of it; the log's last lines go before. */
export async function reportEnd(
  worker: Worker,
  running: RunningAttempt,
  paths: AttemptPaths,
  streams: AttemptStreams,
  { outcome, session }: AttemptEnd,
): Promise<Delivery> {
  const { attempt } = running.request;
  if (outcome === undefined) {
    await closeStreams(streams, 0);
    worker.logger.info('an attempt was given up by the service', { attempt });
    return 'fenced';
  }
  const finish = { runner: worker.folder.id, attempt, outcome, ...(session === undefined ? {} : { session }) };
  await writeFinish(paths.path, finish);
  await closeStreams(streams, LOG_FLUSH_LIMIT_MS);
  const delivery = await deliverFinish(
    paths.path,
    finish,
    worker.client,
    worker.repeating,
    worker.logger,
    worker.gaveUp,
  );
  worker.logger.info('an attempt ended', { attempt, outcome: outcome.kind, report: delivery });
  return delivery;
}
