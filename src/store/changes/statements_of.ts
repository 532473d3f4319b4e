import type { Change } from '../../core/changes.ts';
import type { Decision } from '../../core/decision.ts';
import type { Statement } from '../client/statement.ts';
import { addEffect } from './add_effect.ts';
import { advanceScheduler } from './advance_scheduler.ts';
import { appendEvents } from './append_events.ts';
import { statementsOfAttempt } from './change_attempt.ts';
import { closeDependency, reopenDependency } from './change_dependency.ts';
import { releaseLocks, takeLock } from './change_lock.ts';
import type { ChangeOf } from './change_of.ts';
import { statementsOfQuestion } from './change_question.ts';
import { countOpenTasks, moveRun, requireIntegrationHead, requireNoOpenTasks, setRun } from './change_run.ts';
import { moveTask, setTask } from './change_task.ts';
import { statementOfUsage } from './change_usage.ts';
import { insertHiddenTask, insertRun } from './insert_run.ts';
import { requireDependencies, requireNoneWaitsFor, requireNoRestingTask, requireNotCanceled } from './require.ts';
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

function statementsOfChange(change: Change, at: number): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'save_repository':
      return saveRepository(change);
    case 'insert_run':
    case 'insert_hidden_task':
      return change.kind === 'insert_run' ? insertRun(change) : insertHiddenTask(change, at);
    case 'move_run':
    case 'set_run':
      return change.kind === 'move_run' ? moveRun(change) : setRun(change);
    case 'count_open_tasks':
      return countOpenTasks(change);
    case 'require_integration_head':
    case 'require_no_open_tasks':
    case 'require_not_canceled':
    case 'require_no_resting_task':
    case 'require_dependencies':
    case 'require_none_waits_for':
      return statementOfRequirement(change);
    case 'move_task':
    case 'set_task':
      return change.kind === 'move_task' ? moveTask(change, at) : setTask(change);
    case 'close_dependency':
    case 'reopen_dependency':
      return change.kind === 'close_dependency' ? closeDependency(change, at) : reopenDependency(change, at);
    case 'insert_attempt':
    case 'move_attempt':
    case 'renew_lease':
    case 'order_cancel':
    case 'note_failure':
      return statementsOfAttempt(change);
    case 'save_session':
    case 'record_usage':
    case 'renew_budget':
      return change.kind === 'save_session' ? saveSession(change) : statementOfUsage(change);
    case 'take_lock':
    case 'release_locks':
      return change.kind === 'take_lock' ? takeLock(change) : releaseLocks(change);
    case 'insert_question':
    case 'settle_question':
    case 'withdraw_questions':
    case 'withdraw_questions_of_run':
    case 'require_questions':
      return statementsOfQuestion(change, at);
    case 'advance_scheduler':
      return advanceScheduler(change);
    case 'save_runner':
    case 'see_runner':
    case 'save_breaker':
      return statementsOfRunners(change);
    case 'settle_effect':
    case 'wake_effects':
    case 'remember_shown':
    case 'note_issue':
    case 'hold_delivery':
    case 'settle_delivery':
      return statementsOfTraffic(change, at);
    default:
      return change satisfies never;
  }
}

type Requirement = Exclude<Extract<Change['kind'], `require_${string}`>, 'require_questions'>;

/** What a decision relies on and does not change. */
function statementOfRequirement(change: ChangeOf<Requirement>): Statement {
  switch (change.kind) {
    case 'require_integration_head':
      return requireIntegrationHead(change);
    case 'require_no_open_tasks':
      return requireNoOpenTasks(change);
    case 'require_not_canceled':
      return requireNotCanceled(change);
    case 'require_no_resting_task':
      return requireNoRestingTask(change);
    case 'require_dependencies':
      return requireDependencies(change);
    case 'require_none_waits_for':
      return requireNoneWaitsFor(change);
    default:
      return change satisfies never;
  }
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
