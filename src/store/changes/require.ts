import { guardExists } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guards of decisions that rely on rows which they do not change. Each looks rows up by an index. */

/** Guard: the run is in the state `in`, and neither it nor the task is told to end. */
export function requireNotCanceled(change: ChangeOf<'require_not_canceled'>): Statement {
  return guardExists('not_canceled', {
    sql: `SELECT 1 FROM runs r CROSS JOIN tasks t
      WHERE r.id = ? AND r.state = ? AND r.cancel IS NULL AND t.id = ? AND t.cancel IS NULL`,
    args: [change.run, change.in, change.task],
  });
}

/** Guard: no task of the run waits, is ready, is blocked or is to be retried. */
export function requireNoRestingTask({ run }: ChangeOf<'require_no_resting_task'>): Statement {
  return guardExists('no_resting_task', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM tasks WHERE run = ? AND state IN ('pending', 'ready', 'blocked', 'retrying'))`,
    args: [run],
  });
}

/** Guard: the dependencies of each of the tasks stand as `are` says. */
export function requireDependencies({ tasks, are }: ChangeOf<'require_dependencies'>): Statement {
  return guardExists('dependencies_stand', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM json_each(?) given WHERE ? <> (
        SELECT CASE WHEN count(*) = 0 THEN 'met'
            WHEN max(b.state IN ('failed', 'quarantined', 'skipped', 'canceled')) = 1 THEN 'hopeless' ELSE 'open' END
          FROM dependencies d CROSS JOIN tasks b ON b.id = d.depends_on
          WHERE d.task = given.value AND d.satisfied = 0))`,
    args: [JSON.stringify(tasks), are],
  });
}

/** Guard: no pending task waits directly for one of these. */
export function requireNoneWaitsFor({ tasks }: ChangeOf<'require_none_waits_for'>): Statement {
  return guardExists('none_waits_for', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM json_each(?) given CROSS JOIN dependencies d ON d.depends_on = given.value
          CROSS JOIN tasks t ON t.id = d.task
        WHERE d.satisfied = 0 AND t.state = 'pending')`,
    args: [JSON.stringify(tasks)],
  });
}

/** Guard: the task asks something, or nothing, as `open` says. */
export function requireQuestions({ task, open }: ChangeOf<'require_questions'>): Statement {
  return guardExists('questions_stand', {
    sql: `SELECT 1 WHERE (SELECT count(*) FROM questions WHERE task = ? AND state = 'open') ${open === 'some' ? '>' : '='} 0`,
    args: [task],
  });
}

/** Guard: no question of that number is open. */
export function requireSettled({ run, n }: ChangeOf<'require_settled'>): Statement {
  return guardExists('question_settled', {
    sql: "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM questions WHERE run = ? AND n = ? AND state = 'open')",
    args: [run, n],
  });
}

/** Guard: whatever the task was answered by now is among these. */
export function requireAnswers({ task, answers }: ChangeOf<'require_answers'>): Statement {
  return guardExists('answers_stand', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM questions q WHERE q.task = ? AND q.state IN ('answered', 'expired') AND NOT EXISTS (
        SELECT 1 FROM json_each(?) given WHERE given.value ->> 'n' = q.n AND given.value ->> 'answer' = coalesce(q.answer, '')))`,
    args: [task, JSON.stringify(answers)],
  });
}

/** Guard: no edit of the run's plan waits for approval. */
export function requireNoProposedEdit({ run }: ChangeOf<'require_no_proposed_edit'>): Statement {
  return guardExists('no_proposed_edit', {
    sql: 'SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM proposals WHERE run = ?)',
    args: [run],
  });
}
