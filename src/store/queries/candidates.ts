import type { Candidate } from '../../core/slices.ts';
import { ORCHESTRATOR_SLOTS } from '../../protocol/slot.ts';
import { spentRepositories } from './budgets.ts';
import { hiddenKinds } from './hidden.ts';
import { selectSql } from './query.ts';

/** The limits of tasks matter to the budgets of their run and repository alone, and to read them costs. */
const isBounded = `r.budget_micros IS NOT NULL OR r.budget_tokens IS NOT NULL
  OR EXISTS (SELECT 1 FROM repository_budgets m WHERE m.repository = r.repository)`;

/**
 * Ready tasks for the slot `?3`, best first, of runs that may have more at work (which does not count orchestrators), that one of
 * the runners in the JSON list `?1` has an agent for, or one that may stand in, and whose run, and repository in the month
 * `?4`, have a budget left where an agent does them; at most `?2`.
 *
 * The partial index gives ready tasks of each slot in the order of handing out, so the query stops after the ones it needs and never
 * meets tasks that are not ready. The joins are CROSS to keep it the outermost.
 */
export const candidatesFor = selectSql<Candidate>(
  `WITH there (provider) AS (SELECT offered.value ->> 'name' FROM runners CROSS JOIN json_each(runners.agents) offered
      WHERE runners.id IN (SELECT value FROM json_each(?1)))
    SELECT json_object('id', t.id, 'run', t.run, 'repository', r.repository, 'repositoryName', p.name, 'key', t.key,
      'kind', t.kind, 'slot', t.slot, 'attempts', t.attempts,
      'maxCostMicros', iif(${isBounded}, t.spec ->> '$.settings.maxCostMicros', NULL),
      'maxTokens', iif(${isBounded}, t.spec ->> '$.settings.maxTokens', NULL),
      'routing', json(t.routing), 'passedOver', json(t.passed_over),
      'session', json((SELECT json_object('runner', s.runner, 'name', h.name, 'provider', s.provider, 'seenAt', h.seen_at, 'readyAt', t.ready_at,
          'hasSlot', json(iif((SELECT count(*) FROM attempts a CROSS JOIN tasks b ON b.id = a.task
            WHERE a.runner = s.runner AND a.state IN ('leased', 'running') AND b.slot = t.slot)
              < iif(t.slot = 'orchestrator', ${ORCHESTRATOR_SLOTS}, h.slots), 'true', 'false')))
        FROM sessions s CROSS JOIN runners h ON h.id = s.runner
        WHERE s.task = t.id AND t.ready_at IS NOT NULL
          AND s.attempt = (SELECT max(attempt) FROM sessions WHERE task = t.id) LIMIT 1)),
      'labels', json(t.labels), 'locks', json(t.locks), 'files', json(t.files))
    FROM tasks t INDEXED BY tasks_ready
      CROSS JOIN runs r ON r.id = t.run
      CROSS JOIN repositories p ON p.id = r.repository
    WHERE t.state = 'ready' AND t.approval IS NOT 'before' AND t.slot = ?3 AND (r.budget_stage <> 'spent' OR t.kind NOT IN ('agent', ${hiddenKinds}))
      AND (t.kind NOT IN ('agent', ${hiddenKinds}) OR r.repository NOT IN (${spentRepositories('?4')}))
      AND t.run IN (
        SELECT id FROM runs WHERE state = 'running' AND cancel IS NULL AND (?3 = 'orchestrator' OR concurrency IS NULL OR concurrency > (
          SELECT count(*) FROM tasks b WHERE b.run = runs.id AND b.state = 'running' AND b.slot = 'task')))
      AND (t.kind NOT IN ('agent', ${hiddenKinds}) OR CASE WHEN t.routing ->> '$.agents' = '[]'
        THEN EXISTS (SELECT 1 FROM runners WHERE agents <> '[]' AND id IN (SELECT value FROM json_each(?1)))
        ELSE EXISTS (SELECT 1 FROM json_each(t.routing, '$.agents') wanted
          WHERE wanted.value ->> 'provider' IN (SELECT provider FROM there)
            OR EXISTS (SELECT 1 FROM json_each(wanted.value, '$.fallback') wanted_else
              WHERE wanted_else.value ->> 'provider' IN (SELECT provider FROM there))) END)
    ORDER BY t.priority DESC, t.rank DESC, t.run_created_at, t.run, t.position
    LIMIT ?2`,
);
