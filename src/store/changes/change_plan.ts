import type { Plan } from '../../core/plan/plan.ts';
import type { PlanChange } from '../../core/plan_change.ts';
import { slotOf } from '../../core/schedule/slot_of.ts';
import { guardExists, guardedUpdate } from '../client/guard.ts';
import { compile, type Statement } from '../client/statement.ts';
import { sql } from '../drizzle.ts';
import { build } from '../queries/query.ts';
import { jsonText } from '../schema/json_text.ts';
import { plans, runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import type { ChangeOf } from './change_of.ts';
import { insertDependencies, insertTasks } from './task_rows.ts';
import { updateFields } from './update_fields.ts';

/** What an edit of a run's plan writes, and what relies on there having been none. */
export function statementsOfPlan(change: PlanChange): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'edit_plan':
      return editPlan(change);
    case 'insert_tasks':
      return insertTasks(change.tasks, change.runCreatedAt);
    case 'rewrite_task':
      return rewriteTask(change);
    case 'place_tasks':
      return placeTasks(change);
    case 'replace_dependencies':
      return replaceDependencies(change);
    case 'require_plan':
      return requirePlan(change);
    case 'require_tasks':
      return requireTasks(change);
    default:
      return change satisfies never;
  }
}

const updateRun = updateFields<{ '@run': string; '@state': string; '@edits': number }>(
  runs,
  sql`${runs.id} = ${sql.placeholder('@run')} AND ${runs.state} = ${sql.placeholder('@state')}
    AND ${runs.planEdits} = ${sql.placeholder('@edits')} AND ${runs.cancel} IS NULL`,
);

const updatePlan = compile<{ run: string; context: string; plan: Plan }>(
  build
    .update(plans)
    .set({
      context: sql`${sql.param(sql.placeholder('context'), plans.context)}`,
      plan: sql`${sql.param(sql.placeholder('plan'), plans.plan)}`,
    })
    .where(sql`${plans.run} = ${sql.placeholder('run')}`),
);

/**
 * Counts the scheduler on, so that no lease lands that was decided by the plan before. Guard: the run is in the state `in`, not
 * told to end, and its plan was edited `fromEdits` times.
 */
function editPlan({ run, in: state, fromEdits, plan, set }: ChangeOf<'edit_plan'>): readonly Statement[] {
  const where = { '@run': run, '@state': state, '@edits': fromEdits };
  return [
    ...guardedUpdate('plan_unedited', updateRun({ ...set, planEdits: fromEdits + 1 }, where)),
    updatePlan({ run, context: plan.context, plan }),
    { sql: 'UPDATE scheduler SET version = version + 1 WHERE id = 1', args: [] },
  ];
}

/** Guard: so many edits of the run's plan were followed. */
function requirePlan({ run, edits }: ChangeOf<'require_plan'>): Statement {
  return guardExists('plan_unedited', {
    sql: 'SELECT 1 FROM runs WHERE id = ? AND plan_edits = ?',
    args: [run, edits],
  });
}

/** Guard: each of the tasks is in its state, and its newest attempt has this number. */
function requireTasks({ tasks: expected }: ChangeOf<'require_tasks'>): Statement {
  return guardExists('tasks_stand', {
    sql: `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM json_each(?) given LEFT JOIN tasks t ON t.id = given.value ->> 0
        WHERE t.state IS NOT given.value ->> 1 OR t.attempts IS NOT given.value ->> 2)`,
    args: [JSON.stringify(expected.map(({ id, state, attempts }) => [id, state, attempts]))],
  });
}

const updateTask = updateFields<{ '@task': string; '@state': string; '@attempt': number }>(
  tasks,
  sql`${tasks.id} = ${sql.placeholder('@task')} AND ${tasks.state} = ${sql.placeholder('@state')}
    AND ${tasks.attempts} = ${sql.placeholder('@attempt')}`,
);

/** Guard: the task is in the state `in` and its newest attempt has the number `atAttempt`. */
function rewriteTask({ task, in: state, atAttempt, set }: ChangeOf<'rewrite_task'>): readonly Statement[] {
  const { title, settings } = set.spec;
  const { labels, locks, files } = settings;
  const where = { '@task': task, '@state': state, '@attempt': atAttempt };
  return guardedUpdate('task_in_state', updateTask({ ...set, title, labels, locks, files, slot: slotOf(set) }, where));
}

function placeTasks({ places }: ChangeOf<'place_tasks'>): Statement {
  return {
    sql: `UPDATE tasks SET position = given.value ->> 1, rank = given.value ->> 2
      FROM json_each(?) given WHERE tasks.id = given.value ->> 0`,
    args: [jsonText(places.map(({ id, position, rank }) => [id, position, rank]))],
  };
}

function replaceDependencies({ task, dependencies }: ChangeOf<'replace_dependencies'>): readonly Statement[] {
  const open = dependencies.filter(({ satisfied }) => !satisfied).length;
  return [
    { sql: 'DELETE FROM dependencies WHERE task = ?', args: [task] },
    ...insertDependencies(dependencies),
    ...guardedUpdate('task_exists', {
      sql: 'UPDATE tasks SET open_dependencies = ? WHERE id = ?',
      args: [open, task],
    }),
  ];
}
