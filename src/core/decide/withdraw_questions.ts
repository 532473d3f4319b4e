import type { DecisionBuilder } from '../decision.ts';
import type { AttemptRecord, TaskRecord } from '../records.ts';

/** What an attempt asked is asked no more, since it ends otherwise than by waiting for the answer. */
export function withdrawQuestions(
  builder: DecisionBuilder,
  { task, state }: Pick<AttemptRecord, 'task' | 'state'>,
  because: string,
): void {
  // One that never started has asked nothing.
  if (state === 'leased') return;
  builder.change({ kind: 'withdraw_questions', task, because });
}

/** A task that waits for an answer does so no more. Any other asks nothing that its attempt did not withdraw by its end. */
export function withdrawFromBlocked(
  builder: DecisionBuilder,
  { id, state }: Pick<TaskRecord, 'id' | 'state'>,
  because: string,
): void {
  if (state === 'blocked') builder.change({ kind: 'withdraw_questions', task: id, because });
}
