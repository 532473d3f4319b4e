import type { Outcome } from '../../protocol/outcome.ts';
import type { Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { Failure } from '../failure_note.ts';
import { budgetCheck } from '../report/budget_check.ts';
import { ofTask } from '../run/run_effects.ts';
import type { AttemptSlice } from '../slices.ts';
import { sumOf, totalUsage } from '../usage/usage_sum.ts';

/**
 * The check that says on GitHub why a task stands still whose agent was stopped for want of budget: at the head of its pull request, else at
 * what the attempt left. The next commit of the task gets a check of its own.
 */
export function checkBudgetStop(
  { task, run, used }: AttemptSlice,
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure },
  around: Surroundings,
): readonly NewEffect[] {
  if (run.issue === null || task.kind !== 'agent' || failure.class !== 'run_budget') return [];
  const commit = task.pull === null ? outcome.commit : (task.pushed ?? task.commit);
  if (commit === null) return [];
  const check = budgetCheck({ task, used: totalUsage(used.map(sumOf)) }, run);
  const effect = { kind: 'check_task', task: task.id, commit, check } as const;
  return [ofTask(task, effect, around.newId())];
}
