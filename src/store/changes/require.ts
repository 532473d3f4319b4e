import { guardExists } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guards of decisions that rely on rows which they do not change. Each is one lookup by an index. */

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

/** Guard: an open dependency of the task has ended badly, or none has. */
export function requireDependencies({ task, hopeless }: ChangeOf<'require_dependencies'>): Statement {
  return guardExists('dependencies_hopeless', {
    sql: `SELECT 1 WHERE ? = EXISTS (
      SELECT 1 FROM dependencies d CROSS JOIN tasks b ON b.id = d.depends_on
        WHERE d.task = ? AND d.satisfied = 0 AND b.state IN ('failed', 'quarantined', 'skipped', 'canceled'))`,
    args: [hopeless ? 1 : 0, task],
  });
}

/** Guard: no pending task waits for this one directly. */
export function requireNoWaitingDependent({ task }: ChangeOf<'require_no_waiting_dependent'>): Statement {
  return guardExists('no_waiting_dependent', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM dependencies d CROSS JOIN tasks t ON t.id = d.task
        WHERE d.depends_on = ? AND d.satisfied = 0 AND t.state = 'pending')`,
    args: [task],
  });
}
