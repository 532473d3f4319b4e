import type { Dependent } from '../../core/slices.ts';
import { selectSql } from './query.ts';

/** `waits` is SQL. */
const rowOf = (waits: string) => `json_object('id', t.id, 'key', t.key, 'state', t.state, 'attempts', t.attempts,
  'openDependencies', t.open_dependencies, 'reason', json(t.reason), 'takeover', json(t.takeover),
  'satisfied', json(iif(d.satisfied, 'true', 'false')), 'direct', json(iif(d.task IS NULL, 'false', 'true')),
  'waits', json(iif(${waits}, 'true', 'false')),
  'badDependencies', json((
    SELECT json_group_array(o.depends_on) FROM dependencies o CROSS JOIN tasks b ON b.id = o.depends_on
      WHERE o.task = t.id AND o.satisfied = 0 AND b.state IN ('failed', 'quarantined', 'skipped', 'canceled'))))`;

/**
 * Tasks that wait for a task. `task` is SQL for its id, made of the argument `?1`.
 *
 * `all` walks the graph breadth first, since SQLite takes rows of a recursion without ORDER BY from a queue, first in
 * first out (https://www.sqlite.org/lang_with.html, "Controlling Depth-First Versus Breadth-First Search"); each task is
 * met once, at its nearest. It goes through open dependencies only: what comes after a task that went on in spite of
 * this one does not wait for this one any more. The direct ones are given in any case.
 */
export function dependentsOf(task: string) {
  return {
    direct: selectSql<Dependent>(
      `SELECT ${rowOf('d.satisfied = 0')} FROM dependencies d CROSS JOIN tasks t ON t.id = d.task
        WHERE d.depends_on = ${task} ORDER BY t.position`,
    ),
    all: selectSql<Dependent>(
      `WITH RECURSIVE reached (id) AS (
          SELECT task FROM dependencies WHERE depends_on = ${task} AND satisfied = 0
          UNION SELECT n.task FROM reached CROSS JOIN dependencies n ON n.depends_on = reached.id AND n.satisfied = 0),
        wanted (id, waits) AS (
          SELECT id, 1 FROM reached
          UNION ALL SELECT task, 0 FROM dependencies
            WHERE depends_on = ${task} AND satisfied = 1 AND task NOT IN (SELECT id FROM reached))
        SELECT ${rowOf('wanted.waits')} FROM wanted CROSS JOIN tasks t ON t.id = wanted.id
          LEFT JOIN dependencies d ON d.task = t.id AND d.depends_on = ${task}`,
    ),
  };
}
