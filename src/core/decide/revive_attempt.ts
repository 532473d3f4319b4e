import { attemptMachine } from '../attempt/attempt_state.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { AttemptRecord, TaskRecord } from '../records.ts';
import { taskMachine } from '../task/task_state.ts';
import { moveTask } from './move_task.ts';

type Given = Pick<AttemptRecord, 'id' | 'run' | 'number' | 'state'>;
type Task = Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts'>;

/** True when the attempt was given up as lost, but no other has taken its place. */
export function mayRevive(attempt: Given, task: Task): boolean {
  return attempt.state === 'lost' && task.attempts === attempt.number && taskMachine.allows(task.state, 'revive');
}

/** An attempt that was given up too early goes on. `leaseUntil` null: it is about to end anyway. */
export function reviveAttempt(builder: DecisionBuilder, attempt: Given, task: Task, leaseUntil: number | null): void {
  builder
    .change({
      kind: 'move_attempt',
      attempt: attempt.id,
      from: 'lost',
      to: attemptMachine.next('lost', 'revive'),
      set: { endedAt: null, failure: null, ...(leaseUntil === null ? {} : { leaseUntil }) },
    })
    .event({ run: attempt.run, task: task.key, attempt: attempt.number, body: { kind: 'attempt_revived' } });
  moveTask(builder, task, 'revive', { dueAt: null });
}
