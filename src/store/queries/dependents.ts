import type { Dependent } from '../../core/decide/slices.ts';
import type { Reason } from '../../core/records.ts';
import type { TaskState } from '../../core/task/task_state.ts';
import { selectSql } from './query.ts';

const columns = `
  t.id, t.key, t.state, t.attempts, t.open_dependencies, t.reason, d.satisfied, d.task IS NOT NULL AS direct,
  (SELECT json_group_array(o.depends_on) FROM dependencies o CROSS JOIN tasks b ON b.id = o.depends_on
    WHERE o.task = t.id AND o.satisfied = 0 AND b.state IN ('failed', 'quarantined', 'skipped', 'canceled')) AS bad`;

/**
 * Tasks that wait for a task. `task` is SQL for its id, made of the argument `?1`.
 *
 * `all` walks the graph breadth first, since SQLite takes rows of a recursion without ORDER BY from a queue, first in
 * first out (https://www.sqlite.org/lang_with.html, "Controlling Depth-First Versus Breadth-First Search"); each task is
 * met once, at its nearest.
 */
export function dependentsOf(task: string) {
  return {
    direct: selectSql(
      `SELECT ${columns} FROM dependencies d CROSS JOIN tasks t ON t.id = d.task
        WHERE d.depends_on = ${task} ORDER BY t.position`,
      toDependent,
    ),
    all: selectSql(
      `WITH RECURSIVE reached (id) AS (
          SELECT task FROM dependencies WHERE depends_on = ${task}
          UNION SELECT n.task FROM reached CROSS JOIN dependencies n ON n.depends_on = reached.id)
        SELECT ${columns} FROM reached CROSS JOIN tasks t ON t.id = reached.id
          LEFT JOIN dependencies d ON d.task = t.id AND d.depends_on = ${task}`,
      toDependent,
    ),
  };
}

function toDependent(row: Readonly<Record<string, unknown>>): Dependent {
  return {
    id: String(row.id),
    key: String(row.key),
    state: row.state as TaskState,
    attempts: Number(row.attempts),
    openDependencies: Number(row.open_dependencies),
    reason: row.reason === null ? null : (JSON.parse(String(row.reason)) as Reason),
    badDependencies: JSON.parse(String(row.bad)) as string[],
    satisfied: row.satisfied === 1,
    direct: row.direct === 1,
  };
}
