import type { Change } from '../../core/changes.ts';
import { answerQuestion as decideAnswer } from '../../core/decide/answer_question.ts';
import { approveEarly, awaitsChecksFirst } from '../../core/decide/approve_early.ts';
import { approveStart } from '../../core/decide/approve_start.ts';
import { APPROVE } from '../../core/question/approval_answers.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { Refusal } from '../../core/refusal.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readQuestion } from '../read_question.ts';
import { withChanges } from '../with_changes.ts';

/**
 * A person approves what a task waits for: its start, or the merge of its verified work, also while the checks of what is published still
 * run; `also` lands with it. Refuses a task that waits for neither.
 */
export function approveTask(
  deps: ServiceDependencies,
  task: string,
  { by }: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'approve_task', async (read) => {
    const found = await read.taskSlice(task, 'direct');
    if (found === null) throw new Refusal('not_found', 'The task has gone with its run.');
    const asked = (await read.questionsOf(task)).find(isApproval);
    const slice = asked === undefined ? null : await readQuestion(read, asked.id);
    if (slice !== null) {
      return withChanges(decideAnswer(slice, { text: APPROVE, by }, surroundings(deps)), also);
    }
    const { commit: published, reason } = found.task;
    // Before it is published nobody has seen it.
    const isEarly = reason?.code === 'checks_awaited' && awaitsChecksFirst(found.task);
    if (isEarly && published !== null) return withChanges(approveEarly(found, { by, commit: published }), also);
    return withChanges(approveStart(found, { by }), also);
  });
}

/** Whether somebody waits for a person's approval by it. */
export function isApproval({ state, source }: Pick<QuestionRecord, 'state' | 'source'>): boolean {
  return state === 'open' && (source === 'approve_before' || source === 'approve_after');
}
