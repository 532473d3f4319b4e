import type { HeartbeatSlice } from '../../core/slices.ts';
import { eq, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { tasks } from '../schema/tasks.ts';
import { type Snapshots, select } from './query.ts';

const namedAttempts = select<{ attempts: string }>()(
  {
    id: attempts.id,
    run: attempts.run,
    number: attempts.number,
    state: attempts.state,
    runner: attempts.runner,
    cancel: attempts.cancel,
    progress: attempts.progress,
    startedAt: attempts.startedAt,
    task: {
      id: tasks.id,
      run: tasks.run,
      key: tasks.key,
      state: tasks.state,
      attempts: tasks.attempts,
      failures: tasks.failures,
    },
    exclusive: sql<0 | 1>`${tasks.locks} <> '[]' OR ${tasks.files} <> '[]'`,
  },
  (rows) =>
    rows
      .from(attempts)
      .innerJoin(tasks, eq(tasks.id, attempts.task))
      .where(sql`${attempts.id} IN (SELECT value FROM json_each(${sql.placeholder('attempts')}))`),
);

/** The attempts that are known of those named. */
export async function heartbeatSlice(read: Snapshots, ids: readonly string[]): Promise<HeartbeatSlice> {
  const [rows] = await read.all(namedAttempts({ attempts: JSON.stringify(ids) }));
  return rows.map((row) => ({ ...row, exclusive: row.exclusive === 1 }));
}
