import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** `?1` is the task, `?2` what it depends on; true while the dependency is (not) marked as satisfied. */
const marked = (satisfied: 0 | 1) =>
  `EXISTS (SELECT 1 FROM dependencies WHERE task = ?1 AND depends_on = ?2 AND satisfied = ${satisfied})`;

const nextEvent = '(SELECT coalesce(max(e.seq), 0) + 1 FROM events e WHERE e.run = t.run)';

const becomesReady = `INSERT INTO events (run, seq, at, kind, task, attempt, data)
  SELECT t.run, ${nextEvent}, ?3, 'task_moved', t.key, NULL, '{"from":"pending","to":"ready"}' FROM tasks t
    WHERE t.id = ?1 AND t.state = 'pending' AND t.open_dependencies = 1 AND ${marked(0)}`;

const countOff = `UPDATE tasks SET open_dependencies = open_dependencies - 1,
    state = CASE WHEN state = 'pending' AND open_dependencies = 1 THEN 'ready' ELSE state END
  WHERE id = ?1 AND ${marked(0)}`;

const becomesPending = `INSERT INTO events (run, seq, at, kind, task, attempt, data)
  SELECT t.run, ${nextEvent}, ?3, 'task_moved', t.key, NULL, '{"from":"ready","to":"pending"}' FROM tasks t
    WHERE t.id = ?1 AND t.state = 'ready' AND t.attempts = 0 AND ${marked(1)}`;

const countOn = `UPDATE tasks SET open_dependencies = open_dependencies + 1,
    state = CASE WHEN state = 'ready' AND attempts = 0 THEN 'pending' ELSE state END
  WHERE id = ?1 AND ${marked(1)}`;

const mark = (satisfied: 0 | 1) =>
  `UPDATE dependencies SET satisfied = ${satisfied} WHERE task = ?1 AND depends_on = ?2`;

/**
 * Counts off an open dependency. All statements look at whether it still is open, so that closing it twice does what
 * closing it once does, and none relies on a count that was read before, so that dependencies of one task which close
 * in one group do not collide. The event comes first because it describes the state before. Guard: the dependency exists.
 *
 * @param at epoch milliseconds, for the event.
 */
export function closeDependency(change: ChangeOf<'close_dependency'>, at: number): readonly Statement[] {
  return turn(change, at, { event: becomesReady, count: countOff, mark: mark(1) });
}

/**
 * The reverse: a satisfied dependency is open again, and a ready task without attempt waits again.
 * Guard: the dependency exists.
 */
export function reopenDependency(change: ChangeOf<'reopen_dependency'>, at: number): readonly Statement[] {
  return turn(change, at, { event: becomesPending, count: countOn, mark: mark(0) });
}

function turn(
  { task, dependsOn }: { readonly task: string; readonly dependsOn: string },
  at: number,
  sql: { readonly event: string; readonly count: string; readonly mark: string },
): readonly Statement[] {
  return [
    { sql: sql.event, args: [task, dependsOn, at] },
    { sql: sql.count, args: [task, dependsOn] },
    ...guardedUpdate('dependency_exists', { sql: sql.mark, args: [task, dependsOn] }),
  ];
}
