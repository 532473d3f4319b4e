import type { EditSlice } from '../../core/edit_slice.ts';
import type { PlanEdit } from '../../core/plan_edit.ts';
import type { EditReader } from '../../service/ports/edit_reader.ts';
import { and, desc, eq, sql } from '../drizzle.ts';
import { events } from '../schema/events.ts';
import { plans } from '../schema/runs.ts';
import { dependencies, tasks } from '../schema/tasks.ts';
import { taskColumns } from './columns.ts';
import { isSeen } from './hidden.ts';
import { proposalOfRun } from './proposals.ts';
import { type Snapshots, select } from './query.ts';
import { runById } from './records.ts';

const ofRun = select<{ run: string }>()({ plan: plans.plan, agents: plans.agents }, (rows) =>
  rows.from(plans).where(eq(plans.run, sql.placeholder('run'))),
);

const tasksOfRun = select<{ run: string }>()(taskColumns, (rows) =>
  rows
    .from(tasks)
    .where(and(eq(tasks.run, sql.placeholder('run')), isSeen))
    .orderBy(tasks.position),
);

const dependenciesOfRun = select<{ run: string }>()(
  {
    run: dependencies.run,
    task: dependencies.task,
    dependsOn: dependencies.dependsOn,
    satisfied: dependencies.satisfied,
  },
  (rows) => rows.from(dependencies).where(eq(dependencies.run, sql.placeholder('run'))),
);

/** What is read for edits of the plan of a run. */
export function editReader(read: Snapshots): EditReader {
  return {
    editSlice: (run) => editSlice(read, run),
    planEdits: (run, limit) => planEdits(read, run, limit),
    proposedEdit: (run) => read.first(proposalOfRun({ run })),
  };
}

/** A run with its plan, all tasks that people see and all that waits for what. */
async function editSlice(read: Snapshots, run: string): Promise<Omit<EditSlice, 'records'> | null> {
  const id = { run };
  const [[record], [planned], rows, edges] = await read.all(
    runById(id),
    ofRun(id),
    tasksOfRun(id),
    dependenciesOfRun(id),
  );
  if (record === undefined || planned === undefined) return null;
  return { run: record, ...planned, tasks: rows, dependencies: edges };
}

const newestEdits = select<{ run: string; limit: number }>()(
  { at: events.at, kind: events.kind, data: events.data },
  (rows) =>
    rows
      .from(events)
      .where(
        sql`${events.run} = ${sql.placeholder('run')} AND ${events.kind} IN ('plan_edited', 'plan_edit_proposed', 'plan_edit_refused')`,
      )
      .orderBy(desc(events.seq))
      .limit(sql.placeholder('limit')),
);

/** The newest edits of a run's plan that counted, followed or with mistakes, the newest first. */
async function planEdits(read: Snapshots, run: string, limit: number): Promise<readonly PlanEdit[]> {
  const [rows] = await read.all(newestEdits({ run, limit }));
  return rows.map(({ at, kind, data }) => ({ at, body: { kind, ...data } }) as PlanEdit);
}
