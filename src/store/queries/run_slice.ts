import type { ConcludeSlice, RunSlice } from '../../core/slices.ts';
import { isRemoved } from '../../core/task/open_to_edits.ts';
import { sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { tasks } from '../schema/tasks.ts';
import { isSeen } from './hidden.ts';
import { type Snapshots, select } from './query.ts';
import { runById } from './records.ts';

const openTasks = select<{ run: string }>()(
  {
    id: tasks.id,
    key: tasks.key,
    kind: tasks.kind,
    state: tasks.state,
    attempts: tasks.attempts,
    cancel: tasks.cancel,
    pull: tasks.pull,
    takeover: tasks.takeover,
  },
  (rows) =>
    rows
      .from(tasks)
      .where(
        sql`${tasks.run} = ${sql.placeholder('run')}
        AND ${tasks.state} IN ('pending', 'ready', 'running', 'blocked', 'retrying', 'in_review')`,
      )
      .orderBy(tasks.position),
);

const liveAttempts = select<{ run: string }>()(
  {
    id: attempts.id,
    task: attempts.task,
    number: attempts.number,
    state: attempts.state,
    cancel: attempts.cancel,
  },
  (rows) =>
    rows
      .from(attempts)
      .where(sql`${attempts.run} = ${sql.placeholder('run')} AND ${attempts.state} IN ('leased', 'running')`),
);

const badEnds = select<{ run: string }>()(
  {
    id: tasks.id,
    key: tasks.key,
    state: tasks.state,
    attempts: tasks.attempts,
    reason: tasks.reason,
    spec: tasks.spec,
  },
  (rows) =>
    rows
      .from(tasks)
      .where(
        sql`${tasks.run} = ${sql.placeholder('run')} AND ${tasks.state} IN ('failed', 'quarantined', 'canceled') AND ${isSeen}`,
      )
      .orderBy(tasks.position),
);

/** A run with what has not ended in it. */
export async function runSlice(read: Snapshots, run: string): Promise<RunSlice | null> {
  const id = { run };
  const [[record], open, live] = await read.all(runById(id), openTasks(id), liveAttempts(id));
  return record === undefined ? null : { run: record, open, liveAttempts: live };
}

/**
 * How the tasks of a run ended that did not succeed. Skipped ones are not named: each was skipped because of one that
 * is, or by a person. Nor are those that the plan has no more.
 */
export async function concludeSlice(read: Snapshots, run: string): Promise<ConcludeSlice | null> {
  const [[record], ended] = await read.all(runById({ run }), badEnds({ run }));
  if (record === undefined) return null;
  const isTolerated = (task: (typeof ended)[number]) =>
    isRemoved(task) || (task.state !== 'canceled' && task.spec.settings.onFailure === 'continue');
  const bad = ended.filter((task) => !isTolerated(task));
  return { run: record, bad: bad.map(({ id, key, state, attempts }) => ({ id, key, state, attempts })) };
}
