import type { Candidate } from '../../core/decide/slices.ts';
import { selectSql } from './query.ts';

/**
 * Ready tasks, best first, of runs that may have more at work, that one of the runners in the JSON list `?1`
 * has an agent for; at most `?2`.
 *
 * The partial index gives ready tasks in the order of handing out, so the query stops after the ones it needs and never
 * meets tasks that are not ready. The joins are CROSS to keep it the outermost.
 */
export const candidatesFor = selectSql(
  `SELECT t.id, t.run, r.repository, p.name AS repository_name, t.key, t.kind, t.attempts, t.labels, t.locks, t.files,
      CASE t.kind WHEN 'agent' THEN coalesce(t.agent, r.default_agent) END AS agent
    FROM tasks t INDEXED BY tasks_ready
      CROSS JOIN runs r ON r.id = t.run
      CROSS JOIN repositories p ON p.id = r.repository
    WHERE t.state = 'ready'
      AND t.run IN (
        SELECT id FROM runs WHERE state = 'running' AND cancel IS NULL AND (concurrency IS NULL OR concurrency > (
          SELECT count(*) FROM tasks b WHERE b.run = runs.id AND b.state = 'running')))
      AND (t.kind <> 'agent' OR CASE WHEN coalesce(t.agent, r.default_agent) IS NULL
        THEN EXISTS (SELECT 1 FROM runners WHERE agents <> '[]' AND id IN (SELECT value FROM json_each(?1)))
        ELSE coalesce(t.agent, r.default_agent) IN (SELECT offered.value ->> 'name'
          FROM runners CROSS JOIN json_each(runners.agents) offered
          WHERE runners.id IN (SELECT value FROM json_each(?1))) END)
    ORDER BY t.priority DESC, t.rank DESC, t.run_created_at, t.run, t.position
    LIMIT ?2`,
  (row): Candidate => ({
    id: String(row.id),
    run: String(row.run),
    repository: String(row.repository),
    repositoryName: String(row.repository_name),
    key: String(row.key),
    kind: row.kind as Candidate['kind'],
    attempts: Number(row.attempts),
    agent: row.agent === null ? null : String(row.agent),
    labels: JSON.parse(String(row.labels)) as string[],
    locks: JSON.parse(String(row.locks)) as string[],
    files: JSON.parse(String(row.files)) as string[],
  }),
);
