import type { PlanChange } from '../../src/core/plan_change.ts';
import { GuardFailed, pair, require, type Tables } from './memory_tables.ts';

/** Applies what an edit of a plan changes, with the guards of the database. */
export function applyToPlan(tables: Tables, change: PlanChange): void {
  const { runs, tasks, plans, scheduler } = tables;
  switch (change.kind) {
    case 'edit_plan': {
      const run = runs.get(change.run);
      const stands = run?.state === change.in && run.planEdits === change.fromEdits && run.cancel === null;
      if (run === undefined || !stands) throw new GuardFailed('plan_unedited');
      runs.set(run.id, { ...run, ...change.set, planEdits: change.fromEdits + 1 });
      plans.set(run.id, change.plan);
      scheduler.set('version', (scheduler.get('version') ?? 0) + 1);
      return;
    }
    case 'require_plan':
      require('plan_unedited', runs.get(change.run)?.planEdits === change.edits);
      return;
    case 'require_tasks':
      require('tasks_stand', change.tasks.every(({ id, state, attempts }) => {
        const task = tasks.get(id);
        return task?.state === state && task.attempts === attempts;
      }));
      return;
    case 'insert_tasks':
      for (const task of change.tasks) {
        const isThere = [...tasks.values()].some(({ run, key }) => run === task.run && key === task.key);
        require('task_is_new', !isThere);
        tasks.set(task.id, task);
      }
      return;
    case 'rewrite_task': {
      const task = tasks.get(change.task);
      const stands = task?.state === change.in && task.attempts === change.atAttempt;
      if (task === undefined || !stands) throw new GuardFailed('task_in_state');
      tasks.set(task.id, { ...task, ...change.set });
      return;
    }
    case 'place_tasks':
      for (const { id, ...place } of change.places) {
        const task = tasks.get(id);
        if (task) tasks.set(id, { ...task, ...place });
      }
      return;
    case 'replace_dependencies': {
      const task = tasks.get(change.task);
      if (task === undefined) throw new GuardFailed('task_exists');
      for (const [name, row] of tables.dependencies) if (row.task === task.id) tables.dependencies.delete(name);
      for (const row of change.dependencies) tables.dependencies.set(pair(row.task, row.dependsOn), row);
      const openDependencies = change.dependencies.filter(({ satisfied }) => !satisfied).length;
      tasks.set(task.id, { ...task, openDependencies });
      return;
    }
    default:
      change satisfies never;
  }
}
