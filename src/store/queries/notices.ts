import { type Notice, type NoticeBody, noticeOf } from '../../core/report/notice.ts';
import { desc, sql } from '../drizzle.ts';
import { events } from '../schema/events.ts';
import { type Snapshots, select } from './query.ts';

/** The condition on kinds stands in the SQL as it does in the partial index, which serves only then. */
const newestNotices = select<{ run: string; limit: number }>()(
  { task: events.task, kind: events.kind, data: events.data },
  (rows) =>
    rows
      .from(events)
      .where(
        sql`${events.run} = ${sql.placeholder('run')} AND ${events.kind} IN ('noticed', 'branch_pushed',
          'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested',
          'run_cancel_requested', 'task_taken', 'task_returned',
          'plan_edited', 'plan_edit_proposed', 'plan_edit_refused', 'budget_changed')`,
      )
      .orderBy(desc(events.seq))
      .limit(sql.placeholder('limit')),
);

/** The newest remarks of a run, oldest first. */
export async function notices(read: Snapshots, run: string, limit: number): Promise<readonly Notice[]> {
  const [newest] = await read.all(newestNotices({ run, limit }));
  return newest.toReversed().map(({ task, kind, data }) => noticeOf(task, { kind, ...data } as NoticeBody));
}
