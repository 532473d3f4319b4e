import type { DecisionBuilder } from '../decision.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { moveTask } from './move_task.ts';
import type { Asker, QuestionSlice } from './question_slice.ts';
import { setTask } from './set_task.ts';

/** Each task goes on when nothing else that it asks is open; an attempt that still waits hears of the answer by its runner. */
export function resumeTasks(builder: DecisionBuilder, { askers }: Pick<QuestionSlice, 'askers'>): void {
  for (const asker of askers) resumeTask(builder, asker);
}

function resumeTask(builder: DecisionBuilder, asker: Asker): void {
  const { task, asksMore } = asker;
  if (task.state === 'blocked' && !asksMore) {
    builder.change({ kind: 'require_questions', task: task.id, open: 'none' }, requireNotCanceled(asker));
    moveTask(builder, task, 'answered');
    return;
  }
  if (task.state === 'blocked') builder.change({ kind: 'require_questions', task: task.id, open: 'some' });
  // Lands only while the task stands so: were it blocked meanwhile, the answer would have to let it go on.
  builder.change(setTask(task, { dueAt: null }));
}
