import type { Retention } from '../service/ports/retention.ts';
import type { WriteQueue } from './client/write_queue.ts';
import type { Query, Snapshots } from './queries/query.ts';

/** Of runs that went on after that, and could still be looked into, everything is kept. */
const ofEndedRuns = `(run IS NULL
  OR EXISTS (SELECT 1 FROM runs WHERE runs.id = outbox.run AND runs.state IN ('succeeded', 'failed', 'quarantined', 'canceled')))`;

const settledEffects = `SELECT rowid FROM outbox WHERE state <> 'waiting' AND settled_at < ?1 AND ${ofEndedRuns} ORDER BY settled_at`;
const deadEffects = `SELECT rowid FROM outbox WHERE state = 'dead' AND settled_at < ?1 AND ${ofEndedRuns} ORDER BY settled_at`;
const oldComments = `SELECT rowid FROM shown WHERE what = 'commands' AND remembered_at < ?1 ORDER BY remembered_at`;
const oldIssues = 'SELECT rowid FROM issues_seen WHERE updated_at < ?1 ORDER BY updated_at';

/** Drops what is no longer needed, over the write queue. */
export function createRetention(queue: WriteQueue, read: Snapshots): Retention {
  const pruning = (name: string, table: string, old: string) => async (before: number, limit: number) => {
    // Whoever looks often must not take the write lock each time to find nothing.
    const any: Query<unknown> = { statement: { sql: `${old} LIMIT 1`, args: [before] }, rowsOf: ({ rows }) => rows };
    if ((await read.first(any)) === null) return false;
    const statement = { sql: `DELETE FROM ${table} WHERE rowid IN (${old} LIMIT ?2)`, args: [before, limit] };
    const landed = await queue.submit({ name, prepare: async () => ({ statements: [statement], result: null }) });
    return landed.results[0]?.rowsAffected === limit;
  };
  return {
    pruneEffects: pruning('prune_effects', 'outbox', settledEffects),
    pruneDeadEffects: pruning('prune_dead_effects', 'outbox', deadEffects),
    pruneComments: pruning('prune_comments', 'shown', oldComments),
    pruneIssues: pruning('prune_issues', 'issues_seen', oldIssues),
  };
}
