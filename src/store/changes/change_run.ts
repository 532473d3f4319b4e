import { guardExists, guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { sql } from '../drizzle.ts';
import { runs } from '../schema/runs.ts';
import type { ChangeOf } from './change_of.ts';
import { updateFields } from './update_fields.ts';

const updateInState = updateFields<{ '@run': string; '@state': string }>(
  runs,
  sql`${runs.id} = ${sql.placeholder('@run')} AND ${runs.state} = ${sql.placeholder('@state')}`,
);

/**
 * Guards: the run is in the state `from`; and, by a unique index, where an ended run goes on, no other of its name does.
 */
export function moveRun({ run, from, to, set }: ChangeOf<'move_run'>): readonly Statement[] {
  const update = updateInState({ ...set, state: to }, { '@run': run, '@state': from });
  return guardedUpdate('run_in_state', { ...update, guard: 'one_active_run' });
}

/** Guard: the run is in the state `in`. */
export function setRun({ run, in: state, set }: ChangeOf<'set_run'>): readonly Statement[] {
  return guardedUpdate('run_in_state', updateInState(set, { '@run': run, '@state': state }));
}

/** Relative, so that tasks which end in one group do not collide. Guard: the run exists. */
export function countOpenTasks({ run, by }: ChangeOf<'count_open_tasks'>): readonly Statement[] {
  return guardedUpdate('run_exists', {
    sql: 'UPDATE runs SET open_tasks = open_tasks + ? WHERE id = ?',
    args: [by, run],
  });
}

/** Guard: the run's integration branch is known to stand there. */
export function requireIntegrationHead({ run, head }: ChangeOf<'require_integration_head'>): Statement {
  return guardExists('integration_head_unmoved', {
    sql: 'SELECT 1 FROM runs WHERE id = ? AND integration_head IS ?',
    args: [run, head],
  });
}

/** Guard: the run has no open task. */
export function requireNoOpenTasks({ run }: ChangeOf<'require_no_open_tasks'>): Statement {
  return guardExists('run_without_open_tasks', {
    sql: 'SELECT 1 FROM runs WHERE id = ? AND open_tasks = 0',
    args: [run],
  });
}
