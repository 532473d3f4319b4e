import type { Change } from '../../core/changes.ts';
import type { Decision } from '../../core/decision.ts';
import type { Statement } from '../client/statement.ts';
import { addEffect } from './add_effect.ts';
import { advanceScheduler } from './advance_scheduler.ts';
import { appendEvents } from './append_events.ts';
import { statementsOfAttempt } from './change_attempt.ts';
import { closeDependency, reopenDependency } from './change_dependency.ts';
import { statementsOfDraft } from './change_draft.ts';
import { statementsOfFinding } from './change_finding.ts';
import { releaseLocks, takeLock } from './change_lock.ts';
import type { ChangeOf } from './change_of.ts';
import { statementsOfPlan } from './change_plan.ts';
import { statementsOfProposal } from './change_proposal.ts';
import { statementsOfQuestion } from './change_question.ts';
import { countOpenTasks, moveRun, requireIntegrationHead, requireNoOpenTasks, setRun } from './change_run.ts';
import { moveTask, setTask } from './change_task.ts';
import { statementsOfUsage } from './change_usage.ts';
import { insertHiddenTask, insertRun } from './insert_run.ts';
import {
  requireAnswers,
  requireDependencies,
  requireNoneWaitsFor,
  requireNoProposedEdit,
  requireNoRestingTask,
  requireNotCanceled,
  requireQuestions,
  requireSettled,
} from './require.ts';
import { saveRepository } from './save_repository.ts';
import { saveSession } from './save_session.ts';
import { statementsOfRunners } from './statements_of_runners.ts';
import { statementsOfTraffic } from './statements_of_traffic.ts';

/**
 * What a decision writes, in order: events first, so that they stand before those that closing dependencies writes.
 *
 * @param at epoch milliseconds, for events and effects.
 */
export function statementsOf(decision: Omit<Decision<unknown>, 'result'>, at: number): readonly Statement[] {
  return [
    ...appendEvents(decision.events, at),
    ...countTogether(decision.changes).flatMap((change) => statementsOfChange(change, at)),
    ...decision.effects.flatMap((effect) => addEffect(effect, at)),
  ];
}

type Write<Kind extends Change['kind']> = (change: ChangeOf<Kind>, at: number) => Statement | readonly Statement[];

/** What each change is written as; `at` in epoch milliseconds is for events. */
const WRITES: { readonly [Kind in Change['kind']]: Write<Kind> } = {
  save_repository: saveRepository,
  insert_run: insertRun,
  insert_hidden_task: insertHiddenTask,
  move_run: moveRun,
  set_run: setRun,
  count_open_tasks: countOpenTasks,
  edit_plan: statementsOfPlan,
  insert_tasks: statementsOfPlan,
  rewrite_task: statementsOfPlan,
  place_tasks: statementsOfPlan,
  replace_dependencies: statementsOfPlan,
  require_plan: statementsOfPlan,
  require_tasks: statementsOfPlan,
  require_integration_head: requireIntegrationHead,
  require_no_open_tasks: requireNoOpenTasks,
  require_not_canceled: requireNotCanceled,
  require_no_resting_task: requireNoRestingTask,
  require_dependencies: requireDependencies,
  require_none_waits_for: requireNoneWaitsFor,
  move_task: moveTask,
  set_task: setTask,
  close_dependency: closeDependency,
  reopen_dependency: reopenDependency,
  insert_attempt: statementsOfAttempt,
  move_attempt: statementsOfAttempt,
  renew_lease: statementsOfAttempt,
  order_cancel: statementsOfAttempt,
  note_failure: statementsOfAttempt,
  save_session: saveSession,
  record_usage: statementsOfUsage,
  renew_budget: statementsOfUsage,
  set_budget: statementsOfUsage,
  keep_repository_budget: statementsOfUsage,
  take_lock: takeLock,
  release_locks: releaseLocks,
  insert_question: statementsOfQuestion,
  settle_question: statementsOfQuestion,
  reword_question: statementsOfQuestion,
  change_answer: statementsOfQuestion,
  overrule_answer: statementsOfQuestion,
  pass_question_on: statementsOfQuestion,
  note_reminder: statementsOfQuestion,
  withdraw_questions: statementsOfQuestion,
  withdraw_questions_of_run: statementsOfQuestion,
  require_answers: requireAnswers,
  require_questions: requireQuestions,
  require_settled: requireSettled,
  add_findings: statementsOfFinding,
  tell_findings: statementsOfFinding,
  move_findings: statementsOfFinding,
  release_findings: statementsOfFinding,
  open_check: statementsOfFinding,
  advance_scheduler: advanceScheduler,
  save_runner: statementsOfRunners,
  see_runner: statementsOfRunners,
  save_breaker: statementsOfRunners,
  save_proposal: statementsOfProposal,
  require_no_proposed_edit: requireNoProposedEdit,
  end_proposal: statementsOfProposal,
  note_proposal_shown: statementsOfProposal,
  insert_draft: statementsOfDraft,
  end_draft: statementsOfDraft,
  note_draft_edited: statementsOfDraft,
  settle_effect: statementsOfTraffic,
  wake_effects: statementsOfTraffic,
  remember_shown: statementsOfTraffic,
  note_issue: statementsOfTraffic,
  hold_delivery: statementsOfTraffic,
  settle_delivery: statementsOfTraffic,
};

function statementsOfChange<Kind extends Change['kind']>(
  change: ChangeOf<Kind>,
  at: number,
): Statement | readonly Statement[] {
  const write: Write<Kind> = WRITES[change.kind as Kind];
  return write(change, at);
}

/** Counts of the same run become one, at the place of the first: skipping a thousand tasks counts once. */
function countTogether(changes: readonly Change[]): readonly Change[] {
  const sums = new Map<string, number>();
  for (const change of changes) {
    if (change.kind === 'count_open_tasks') sums.set(change.run, (sums.get(change.run) ?? 0) + change.by);
  }
  return changes.flatMap((change): readonly Change[] => {
    if (change.kind !== 'count_open_tasks') return [change];
    const by = sums.get(change.run);
    sums.delete(change.run);
    return by === undefined ? [] : [{ ...change, by }];
  });
}
