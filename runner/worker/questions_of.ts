import { AttemptQuestions } from '../attempt/attempt_questions.ts';
import { answeredBefore } from './answered_before.ts';
import { repeatUntilAnswered } from './repeat.ts';
import type { RunningAttempt } from './running_attempts.ts';
import type { Worker } from './worker.ts';

/** What a running attempt asks people goes to the service, until the attempt is to end. */
export function questionsOf(worker: Worker, { request, control }: RunningAttempt): AttemptQuestions {
  const { client, clock, folder, randomId, redaction, repeating } = worker;
  const { answers, attempt, limits } = request;
  return new AttemptQuestions({
    clock,
    newId: randomId,
    before: (asked) => answeredBefore(answers, asked, redaction),
    waitMs: limits.askWaitMs,
    send: (question) =>
      repeatUntilAnswered(
        (signal) => client.ask({ runner: folder.id, attempt, ...question }, signal),
        control.signals.stopping,
        repeating,
      ),
    onOverdue: (message) => control.end({ kind: 'blocked', message }, 'graceful'),
  });
}
