import type { Change } from '../../core/changes.ts';
import { awaitsApproval } from '../../core/decide/ask_to_merge.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { approveTask } from '../commands/approve_task.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import type { Occasion } from './occasion.ts';
import type { Subject } from './subject.ts';

/** Somebody who may command approved a pull request; `also` lands with what follows. Of a task whose work waits for that it lets in what was reviewed. */
export async function handleApproval(
  { deps, sender }: Occasion,
  { task }: Subject,
  { review }: Extract<IncomingBody, { kind: 'review' }>,
  also: readonly Change[],
): Promise<Handled> {
  if (task === null || !awaitsApproval(task)) return ignored('Nothing waits for its approval.');
  if (review.commit !== task.commit) return ignored('It approves another commit than the one that waits.');
  await approveTask(deps, task.id, { by: sender.login }, also);
  return SETTLED;
}
