import type { Change } from '../../core/changes.ts';
import { approveEarly, awaitsChecksFirst, takeApprovalBack } from '../../core/decide/approve_early.ts';
import { awaitsApproval } from '../../core/decide/ask_to_merge.ts';
import { nothing } from '../../core/decision.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { approveTask } from '../commands/approve_task.ts';
import { commit } from '../commit.ts';
import type { Subject } from '../observations/subject.ts';
import { withChanges } from '../with_changes.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import type { Occasion } from './occasion.ts';

/**
 * Somebody who may command approved a pull request; `also` lands with what follows. Of a task whose work waits for that, or will when its
 * checks have passed, it lets in what was reviewed.
 */
export async function handleApproval(
  { deps, sender }: Occasion,
  { task }: Subject,
  { review }: Extract<IncomingBody, { kind: 'review' }>,
  also: readonly Change[],
): Promise<Handled> {
  const isEarly = task !== null && awaitsChecksFirst(task);
  if (task === null || (!isEarly && !awaitsApproval(task))) return ignored('Nothing waits for its approval.');
  const { commit: reviewed } = review;
  if (reviewed === undefined || reviewed !== task.commit)
    return ignored('It approves another commit than the one that waits.');
  if (!isEarly) await approveTask(deps, task.id, { by: sender.login }, also);
  else {
    await commit(deps, 'approve_early', async (read) => {
      const slice = await read.taskSlice(task.id, 'direct');
      const input = { by: sender.login, commit: reviewed };
      return withChanges(slice === null ? nothing(null) : approveEarly(slice, input), also);
    });
  }
  return SETTLED;
}

/** Somebody who may command took a review of a task's pull request back, which may have approved its work. */
export async function withdrawApproval({ deps, sender }: Occasion, { task }: Subject): Promise<void> {
  if (task === null || !awaitsChecksFirst(task)) return;
  await commit(deps, 'take_approval_back', async (read) => {
    const slice = await read.taskSlice(task.id, 'direct');
    return slice === null ? nothing(null) : takeApprovalBack(slice, { by: sender.login });
  });
}
