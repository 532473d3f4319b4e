import { TRACK_RECORD_BOUNDS, type TrackRecord } from '../../src/core/agents/track_record.ts';
import type { Tables } from './memory_tables.ts';

/** How agents did in the newest runs of a repository. */
export function trackRecordsOf({ runs, attempts, usage }: Tables, repository: string): readonly TrackRecord[] {
  const newest = [...runs.values()]
    .filter((run) => run.repository === repository)
    .sort((left, right) => right.createdAt - left.createdAt || right.id.localeCompare(left.id))
    .slice(0, TRACK_RECORD_BOUNDS.runs)
    .map(({ id }) => id);
  const ended = [...attempts.values()]
    .filter(({ run, state }) => newest.includes(run) && ['succeeded', 'failed', 'timed_out'].includes(state))
    .filter(({ agent }) => agent !== null)
    .sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0) || right.id.localeCompare(left.id))
    .slice(0, TRACK_RECORD_BOUNDS.attempts);
  return [...Map.groupBy(ended, ({ agent }) => agent ?? '')]
    .map(([agent, own]) => {
      const costs = own.flatMap(({ id }) => usage.get(id)?.costMicros ?? []);
      const sum = costs.reduce((total, cost) => total + cost, 0);
      return {
        agent,
        ended: own.length,
        succeeded: own.filter(({ state }) => state === 'succeeded').length,
        costMicros: costs.length === 0 ? null : Math.round(sum / costs.length),
      };
    })
    .sort((left, right) => left.agent.localeCompare(right.agent));
}
