import { whichToApproveText } from '../../core/commands/approval_texts.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { approveTask } from '../commands/approve_task.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome, Order } from './order.ts';

/**
 * `approve` where it is about a task of a run that goes on: the one that is named, that of the pull request, or the only one that waits
 * for approval. null: it is about a plan.
 */
export async function approveTaskCommand(occasion: Occasion, order: Order<'approve'>): Promise<CommandOutcome | null> {
  const { deps, sender } = occasion;
  const { subject, command, comment, also } = order;
  const approval = { by: sender.login, at: comment.updatedAt };
  if (subject === null || runHasEnded(subject.run.state)) return null;
  const key = command.argument ?? subject.task?.key ?? null;
  const named = key === null ? null : await deps.store.read.taskByKey(subject.run.id, key);
  if (named !== null) {
    await approveTask(deps, named.id, { ...approval, isNamed: true }, also);
    return { kind: 'taken' };
  }
  if (key !== null) return null;
  const waiting = (await deps.store.view.tasks(subject.run.id, deps.clock.now())).filter(
    ({ state, approval }) =>
      (approval === 'before' && (state === 'ready' || state === 'blocked')) ||
      (approval === 'after' && state === 'blocked'),
  );
  const [only, ...others] = waiting;
  if (only === undefined) return null;
  const edit = await deps.store.read.proposedEdit(subject.run.id);
  if (others.length > 0 || edit !== null) {
    return {
      kind: 'told',
      reply: whichToApproveText(
        waiting.map((task) => task.key),
        edit?.planHash ?? null,
      ),
    };
  }
  await approveTask(deps, only.id, { ...approval, isNamed: false }, also);
  return { kind: 'taken' };
}
