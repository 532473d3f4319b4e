import type { KeptWork } from '../../core/kept_work.ts';
import type { RecentAttempt } from '../../core/recent_attempt.ts';
import type { EarlierEvidence, HeldSession } from '../../core/slices.ts';
import { and, desc, eq, getTableColumns, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { sessions } from '../schema/sessions.ts';
import { tasks } from '../schema/tasks.ts';
import { endInWords } from './end_in_words.ts';
import { select, selectSql } from './query.ts';

const givenTasks = sql`(SELECT value FROM json_each(${sql.placeholder('tasks')}))`;
const interruptions = sql`(SELECT value FROM json_each(${sql.placeholder('interruptions')}))`;

/**
 * The newest attempt of each that says something about the work. One that was interrupted does only where there is no other, and
 * not at all where it never started.
 *
 * `interruptions`: the classes of failures that say nothing about the work, as JSON.
 */
export const newestWords = select<{ tasks: string; interruptions: string }>()(
  {
    task: attempts.task,
    number: attempts.number,
    failure: attempts.failure,
    base: attempts.base,
    outcome: attempts.outcome,
  },
  (rows) =>
    rows.from(attempts).where(
      sql`${attempts.task} IN ${givenTasks} AND ${attempts.number} = (
        SELECT a.number FROM attempts a WHERE a.task = attempts.task
          AND (a.started_at IS NOT NULL OR (a.outcome IS NOT NULL AND coalesce(a.failure ->> 'class' NOT IN ${interruptions}, true)))
          AND a.state NOT IN ('leased', 'running')
        ORDER BY coalesce(a.failure ->> 'class' IN ${interruptions}, false), a.number DESC LIMIT 1)`,
    ),
);

/** Says something about the work: an interruption does not. */
const speaks = `b.started_at IS NOT NULL AND b.state NOT IN ('leased', 'running')
  AND coalesce(b.failure ->> 'class' NOT IN (SELECT value FROM json_each(?2)), true)`;

/** What interrupted attempts of each left, the newest first. Takes the tasks, and the classes that are interruptions, as JSON. */
export const keptWork = selectSql<KeptWork & { task: string }>(
  `SELECT json_object('task', a.task, 'number', a.number, 'class', a.failure ->> 'class', 'base', a.base, 'commit', a.left_at,
      'isNewest', json(iif(EXISTS (SELECT 1 FROM attempts b WHERE b.task = a.task AND b.number > a.number AND ${speaks}),
        'false', 'true')),
      'isTakenUp', json(iif(EXISTS (SELECT 1 FROM attempts b WHERE b.task = a.task AND b.number > a.number
        AND b.start_commit = a.left_at), 'true', 'false')))
    FROM (SELECT *, coalesce(outcome ->> 'commit', failure ->> '$.kept.commit') AS left_at FROM attempts
      WHERE task IN (SELECT value FROM json_each(?1)) AND failure ->> 'class' IN (SELECT value FROM json_each(?2))) a
    WHERE a.left_at IS NOT NULL AND a.base IS NOT NULL ORDER BY a.number DESC`,
);

/** The newest three of each, the newest first. */
export const recentAttempts = select<{ tasks: string }>()(
  { task: attempts.task, id: attempts.id, number: attempts.number, failure: attempts.failure, base: attempts.base },
  (rows) =>
    rows
      .from(tasks)
      .innerJoin(attempts, and(eq(attempts.task, tasks.id), sql`${attempts.number} > ${tasks.attempts} - 3`))
      .where(sql`${tasks.id} IN ${givenTasks}`)
      .orderBy(desc(attempts.number)),
);

/** Conversations with whatever runners, each with what its last attempt failed of. */
export const sessionsOf = select<{ tasks: string }>()(
  { ...getTableColumns(sessions), failure: attempts.failure },
  (rows) =>
    rows
      .from(sessions)
      .leftJoin(attempts, and(eq(attempts.task, sessions.task), eq(attempts.number, sessions.attempt)))
      .where(sql`${sessions.task} IN ${givenTasks}`),
);

/** A conversation as core sees it. */
export function toHeld({
  failure,
  ...session
}: ReturnType<ReturnType<typeof sessionsOf>['rowsOf']>[number]): HeldSession {
  return { ...session, failed: failure?.class ?? null };
}

/** What the next attempt is told of it; null: it has no failure. */
export function earlierOf(row: Awaited<ReturnType<ReturnType<typeof newestWords>['rowsOf']>>[number] | undefined) {
  if (row === undefined || row.failure === null) return null;
  return {
    number: row.number,
    class: row.failure.class,
    message: row.failure.message,
    commit: row.outcome?.commit ?? row.failure.kept?.commit ?? null,
    base: row.base,
    evidence: (row.outcome?.evidence ?? []).flatMap(({ argv, end, outputTail }): EarlierEvidence[] =>
      end.kind === 'not_needed' || (end.kind === 'exited' && end.exitCode === 0)
        ? []
        : [{ argv, end: endInWords(end), outputTail }],
    ),
  };
}

/** The attempt as core sees it. */
export function toRecent(row: ReturnType<ReturnType<typeof recentAttempts>['rowsOf']>[number]): RecentAttempt {
  return { id: row.id, number: row.number, class: row.failure?.class ?? null, base: row.base };
}
