import type { Change } from '../../core/changes.ts';
import { answerQuestion as decideAnswer } from '../../core/decide/answer_question.ts';
import { approveEarly, awaitsChecksFirst } from '../../core/decide/approve_early.ts';
import { awaitsApproval } from '../../core/decide/ask_to_merge.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import { APPROVE } from '../../core/question/approval_answers.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { readQuestion } from '../read_question.ts';
import { withChanges } from '../with_changes.ts';

/** `other_commit`: what waits, or will once its checks have passed, is not what was approved. */
export type WorkApproved = 'approved' | 'other_commit' | 'nothing_waits';

/**
 * A person approves one commit of a task's work, as a review does. Which commit waits is looked at in the transaction that lets it in: until
 * then people push, and agents go on. `also` lands with an approval, and with nothing else.
 */
export function approveWork(
  deps: ServiceDependencies,
  task: string,
  approval: { readonly by: string; readonly commit: string },
  also: readonly Change[],
): Promise<WorkApproved> {
  return commit(deps, 'approve_work', async (read): Promise<Decision<WorkApproved>> => {
    const decision = await decide(deps, read, task, approval);
    return decision.result === 'approved' ? withChanges(decision, also) : decision;
  });
}

async function decide(
  deps: ServiceDependencies,
  read: SliceReader,
  task: string,
  { by, commit: approved }: { readonly by: string; readonly commit: string },
): Promise<Decision<WorkApproved>> {
  const slice = await read.taskSlice(task, 'direct');
  const isEarly = slice !== null && awaitsChecksFirst(slice.task);
  if (slice === null || (!isEarly && !awaitsApproval(slice.task))) return nothing('nothing_waits');
  if (slice.task.commit !== approved) return nothing('other_commit');
  if (isEarly) return { ...approveEarly(slice, { by, commit: approved }), result: 'approved' };
  const open = (await read.questionsOf(task)).find(
    ({ state, source }) => state === 'open' && source === 'approve_after',
  );
  const question = open === undefined ? null : await readQuestion(read, open.id);
  if (question === null) return nothing('nothing_waits');
  return { ...decideAnswer(question, { text: APPROVE, by }, surroundings(deps)), result: 'approved' };
}
