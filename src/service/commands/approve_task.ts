import type { Change } from '../../core/changes.ts';
import { madeLaterText, notAskedYetText } from '../../core/commands/approval_texts.ts';
import { answerQuestion as decideAnswer } from '../../core/decide/answer_question.ts';
import { approveEarly, awaitsChecksFirst } from '../../core/decide/approve_early.ts';
import { approveStart } from '../../core/decide/approve_start.ts';
import type { Decision } from '../../core/decision.ts';
import { APPROVE } from '../../core/question/approval_answers.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { secondOf } from '../../core/question/was_seen.ts';
import { Refusal } from '../../core/refusal.ts';
import type { TaskSlice } from '../../core/slices.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { readQuestion } from '../read_question.ts';
import { withChanges } from '../with_changes.ts';
import { requireSeen } from './require_seen.ts';

/** Who approves by what they wrote. */
export type WrittenApproval = {
  readonly by: string;
  /** When it was written, in epoch milliseconds by GitHub's clock. */
  readonly at: number;
  /** Whether the task is named: by its key, or by its pull request. */
  readonly isNamed: boolean;
};

/**
 * A person approves what a task waits for: its start, or the merge of its verified work, also while the checks of what is published still
 * run; `also` lands with it. Refuses a task that waits for neither, and what nobody could have seen when it was written: by its key
 * a task is named, but not what it made.
 */
export function approveTask(
  deps: ServiceDependencies,
  task: string,
  approval: WrittenApproval,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'approve_task', async (read) => {
    const found = await read.taskSlice(task, 'direct');
    if (found === null) throw new Refusal('not_found', 'The task has gone with its run.');
    return withChanges(await decide(deps, read, found, approval), also);
  });
}

async function decide(
  deps: ServiceDependencies,
  read: SliceReader,
  found: TaskSlice,
  { by, at, isNamed }: WrittenApproval,
): Promise<Decision<null>> {
  const { id, key, commit: published, reason } = found.task;
  const asked = (await read.questionsOf(id)).find(isApproval);
  const slice = asked === undefined ? null : await readQuestion(read, asked.id);
  if (slice !== null) {
    await requireSeen(read, slice.question, { words: APPROVE, at });
    return decideAnswer(slice, { text: APPROVE, by }, surroundings(deps));
  }
  // Before it is published nobody has seen it.
  if (reason?.code === 'checks_awaited' && awaitsChecksFirst(found.task) && published !== null) {
    if (at < secondOf(found.attempt?.endedAt ?? 0)) throw new Refusal('not_allowed_in_state', madeLaterText(key));
    return approveEarly(found, { by, commit: published });
  }
  const decision = approveStart(found, { by });
  if (!isNamed) throw new Refusal('not_allowed_in_state', notAskedYetText(key));
  return decision;
}

/** Whether somebody waits for a person's approval by it. */
export function isApproval({ state, source }: Pick<QuestionRecord, 'state' | 'source'>): boolean {
  return state === 'open' && (source === 'approve_before' || source === 'approve_after');
}
