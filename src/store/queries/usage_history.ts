import { INTERRUPTIONS } from '../../core/retry/failure_policy.ts';
import { HISTORY_ATTEMPTS, type UsageHistory, type UsageOf } from '../../core/usage/usage_history.ts';
import { type Query, selectSql } from './query.ts';

/** Ids of attempts grow with time, so that the index gives the newest first. */
const newest = selectSql<UsageHistory>(
  `SELECT json_object('repository', w.value ->> 0, 'agent', w.value ->> 1, 'role', w.value ->> 2, 'samples', json((
      SELECT json_group_array(json_object('tokens', tokens, 'costMicros', cost, 'durationMs', duration)) FROM (
        SELECT max(0, u.input_tokens - u.cached_tokens) + u.output_tokens AS tokens, u.cost_micros AS cost,
          coalesce(a.ended_at - a.started_at, 0) AS duration
        FROM usage u INDEXED BY usage_of_agent CROSS JOIN attempts a ON a.id = u.attempt
        WHERE u.repository = w.value ->> 0 AND u.agent = w.value ->> 1 AND u.role = w.value ->> 2
          AND a.state IN ('succeeded', 'failed', 'timed_out')
          AND coalesce(a.failure ->> '$.class', '') NOT IN (SELECT value FROM json_each(?2))
        ORDER BY u.attempt DESC LIMIT ${HISTORY_ATTEMPTS}))))
    FROM json_each(?1) w ORDER BY w.key`,
);

/** What attempts of each of these used before; one entry each, in their order. */
export function usageHistory(of: readonly UsageOf[]): Query<UsageHistory> {
  const wanted = of.map(({ repository, agent, role }) => [repository, agent, role]);
  return newest(JSON.stringify(wanted), JSON.stringify(INTERRUPTIONS));
}
