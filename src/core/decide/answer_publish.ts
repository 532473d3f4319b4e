import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import { takePushed } from './branch_pushed.ts';
import { endTaskBadly } from './end_task.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';
import type { TaskSlice } from './slices.ts';

/**
 * The answer of `publish_task`. Where people have pushed to the branch, their commits are verified first; what the attempt
 * made stays at the attempt's ref.
 */
export function answerPublish(slice: TaskSlice, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { task } = slice;
  const { answer } = sent;
  const effect = effectOfKind(sent, 'publish_task');
  switch (answer.kind) {
    case 'published':
      tellPublished(builder, slice, effect, answer.pull);
      break;
    case 'pushed_by_others':
      if (task.state === 'in_review' && task.commit === effect.commit) {
        takePushed(builder, slice, { commit: answer.head, by: 'somebody' }, around.now);
      }
      break;
    case 'refused':
      if (task.state === 'in_review') {
        endTaskBadly(builder, slice, 'fail', { code: 'publish_refused', message: answer.message }, around.now);
      }
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('publish_task', answer.kind);
  }
  return builder.result(null);
}

function tellPublished(
  builder: DecisionBuilder,
  { task, run }: TaskSlice,
  { branch, commit }: { readonly branch: string; readonly commit: string },
  pull: number | null,
): void {
  const at = { run: run.id, task: task.key };
  builder.event({ ...at, body: { kind: 'task_published', branch, commit } });
  if (pull === null || pull === task.pull) return;
  builder
    .change({ kind: 'set_task', task: task.id, in: task.state, atAttempt: task.attempts, set: { pull } })
    .event({ ...at, body: { kind: 'pull_opened', pull } });
}
