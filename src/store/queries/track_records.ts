import { TRACK_RECORD_BOUNDS, type TrackRecord } from '../../core/agents/track_record.ts';
import { type Query, selectSql } from './query.ts';

const newest = selectSql<TrackRecord>(
  `WITH newest_runs (id) AS (
      SELECT id FROM runs WHERE repository = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2),
    newest (agent, state, cost) AS (
      SELECT a.agent, a.state, u.cost_micros
      FROM newest_runs
        CROSS JOIN attempts a INDEXED BY attempts_of_run ON a.run = newest_runs.id
        LEFT JOIN usage u ON u.attempt = a.id
      WHERE a.agent IS NOT NULL AND a.state IN ('succeeded', 'failed', 'timed_out')
      ORDER BY a.ended_at DESC, a.id DESC LIMIT ?3)
    SELECT json_object('agent', agent, 'ended', count(*), 'succeeded', sum(state = 'succeeded'),
      'costMicros', CAST(round(avg(cost)) AS INTEGER))
    FROM newest GROUP BY agent ORDER BY agent`,
);

/** How agents did in the newest runs of a repository. Read when a run starts, never when work is handed out. */
export function trackRecords(repository: string): Query<TrackRecord> {
  return newest(repository, TRACK_RECORD_BOUNDS.runs, TRACK_RECORD_BOUNDS.attempts);
}
