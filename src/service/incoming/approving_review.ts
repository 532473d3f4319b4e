import type { Change } from '../../core/changes.ts';
import { awaitsChecksFirst, takeApprovalBack } from '../../core/decide/approve_early.ts';
import { nothing } from '../../core/decision.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { approveWork } from '../commands/approve_work.ts';
import { commit } from '../commit.ts';
import type { Subject } from '../observations/subject.ts';
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
  if (task === null) return ignored('Nothing waits for its approval.');
  if (review.commit === undefined) return ignored('It does not say which commit it approves.');
  const outcome = await approveWork(deps, task.id, { by: sender.login, commit: review.commit }, also);
  switch (outcome) {
    case 'approved':
      return SETTLED;
    case 'other_commit':
      return ignored('It approves another commit than the one that waits.');
    case 'nothing_waits':
      return ignored('Nothing waits for its approval.');
    default:
      return outcome satisfies never;
  }
}

/** Somebody who may command took a review of a task's pull request back, which may have approved its work. */
export async function withdrawApproval({ deps, sender }: Occasion, { task }: Subject): Promise<void> {
  if (task === null || !awaitsChecksFirst(task)) return;
  await commit(deps, 'take_approval_back', async (read) => {
    const slice = await read.taskSlice(task.id, 'direct');
    return slice === null ? nothing(null) : takeApprovalBack(slice, { by: sender.login });
  });
}
