import { attemptMachine } from '../attempt/attempt_state.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { AttemptRecord, TaskRecord } from '../records.ts';
import type { FailureCounts } from '../retry/failure_policy.ts';
import { taskMachine } from '../task/task_state.ts';
import { moveTask } from './move_task.ts';

type Given = Pick<AttemptRecord, 'id' | 'run' | 'number' | 'state' | 'startedAt'>;
type Task = Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts' | 'failures'>;

/** True when the attempt was given up as lost, but no other has taken its place. */
export function mayRevive(attempt: Pick<Given, 'state' | 'number'>, task: Pick<Task, 'state' | 'attempts'>): boolean {
  return attempt.state === 'lost' && task.attempts === attempt.number && taskMachine.allows(task.state, 'revive');
}

/**
 * An attempt that was given up too early goes on, and was not lost after all: answers the failures of its task without that.
 * `leaseUntil` null: it is about to end anyway.
 */
export function reviveAttempt(
  builder: DecisionBuilder,
  attempt: Given,
  task: Task,
  leaseUntil: number | null,
): FailureCounts {
  builder
    .change({
      kind: 'move_attempt',
      attempt: attempt.id,
      from: 'lost',
      to: attemptMachine.next('lost', 'revive'),
      set: { endedAt: null, failure: null, ...(leaseUntil === null ? {} : { leaseUntil }) },
    })
    .event({ run: attempt.run, task: task.key, attempt: attempt.number, body: { kind: 'attempt_revived' } });
  const failures = withoutLoss(attempt, task);
  moveTask(builder, task, 'revive', { dueAt: null, failures });
  return failures;
}

/** One that had not started was given back without being counted. */
function withoutLoss({ startedAt }: Given, { failures }: Task): FailureCounts {
  const { lost = 0, ...others } = failures;
  const left = startedAt === null ? lost : lost - 1;
  return left > 0 ? { ...others, lost: left } : others;
}
