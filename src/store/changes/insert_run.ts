import type { RunRecord } from '../../core/records.ts';
import { compile, type Statement } from '../client/statement.ts';
import { build } from '../queries/query.ts';
import { plans, runs } from '../schema/runs.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';
import { insertDependencies, insertTasks } from './task_rows.ts';

const insertRunRow = compile<RunRecord>(build.insert(runs).values(placeholdersOf(runs)));
const insertPlan = compile<{ run: string; context: string; plan: unknown; agents: unknown }>(
  build.insert(plans).values(placeholdersOf(plans)),
);

/**
 * Adds a run with its plan, tasks and dependencies. Guards, by unique indexes: the repository has no unfinished run of
 * that name, and none of that sequence number.
 */
export function insertRun({ run, plan, agents, tasks, dependencies }: ChangeOf<'insert_run'>): readonly Statement[] {
  return [
    { ...insertRunRow(run), guard: 'one_active_run' },
    insertPlan({ run: run.id, context: plan.context, plan, agents }),
    ...insertTasks(tasks, run.createdAt),
    ...insertDependencies(dependencies),
  ];
}

/**
 * Adds a task beside the plan. Guard, by the primary key: there is none of its id.
 *
 * @param at epoch milliseconds; among its like the older goes first
 */
export function insertHiddenTask({ task }: ChangeOf<'insert_hidden_task'>, at: number): readonly Statement[] {
  return insertTasks([task], at).map((statement) => ({ ...statement, guard: 'task_new' }));
}
