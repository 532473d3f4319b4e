import type { RunnerTokenRecord } from '../core/runner/runner_token.ts';
import type { RunnerTokens } from '../service/ports/runner_tokens.ts';
import type { Statement } from './client/statement.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { type Snapshots, selectSql } from './queries/query.ts';

const add = `INSERT INTO runner_tokens (name, digest, repositories, created_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (name) DO NOTHING`;

const revoke = 'UPDATE runner_tokens SET revoked_at = ?1 WHERE name = ?2 AND revoked_at IS NULL';
/** Leases that were decided before, and did not land yet, are decided anew: without the runners of that token. */
const outdateLeases = 'UPDATE scheduler SET version = version + 1 WHERE id = 1';

const noteUse = `UPDATE runner_tokens SET last_used_on = ?1
  WHERE name = ?2 AND (last_used_on IS NULL OR last_used_on < ?1)`;

const row = `SELECT json_object('name', name, 'digest', digest, 'repositories', json(repositories),
  'createdAt', created_at, 'lastUsedOn', last_used_on, 'revokedAt', revoked_at) FROM runner_tokens`;

const byDigest = selectSql<RunnerTokenRecord>(`${row} WHERE digest = ?1`);
const byName = selectSql<RunnerTokenRecord>(`${row} WHERE name = ?1`);
const all = selectSql<RunnerTokenRecord>(`${row} ORDER BY name`);

/** The tokens of runners over the write queue. */
export function createRunnerTokens(queue: WriteQueue, read: Snapshots): RunnerTokens {
  const write = async (name: string, ...statements: readonly Statement[]) => {
    const landed = await queue.submit({ name, prepare: async () => ({ statements, result: null }) });
    return landed.results[0]?.rowsAffected ?? 0;
  };
  return {
    add: async ({ name, digest, repositories, createdAt }) => {
      const scope = repositories === null ? null : JSON.stringify(repositories);
      return (await write('add_runner_token', { sql: add, args: [name, digest, scope, createdAt] })) === 1;
    },
    byDigest: (digest) => read.first(byDigest(digest)),
    byName: (name) => read.first(byName(name)),
    list: async () => (await read.all(all()))[0],
    revoke: async (name, at) => {
      await write('revoke_runner_token', { sql: revoke, args: [at, name] }, { sql: outdateLeases, args: [] });
    },
    noteUse: async (name, day) => {
      await write('note_runner_token_use', { sql: noteUse, args: [day, name] });
    },
  };
}
