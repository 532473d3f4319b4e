import { branchPrefix } from '../branch_names.ts';
import type { PlanSettings } from '../plan/plan.ts';
import type { RunRecord } from '../records.ts';
import { firstBudget } from '../usage/budget_fields.ts';

/** What a new run is by what it is made of. */
type RunOfPlan = Pick<
  RunRecord,
  'id' | 'repository' | 'name' | 'sequence' | 'owner' | 'issue' | 'planHash' | 'openTasks' | 'createdAt'
>;

/** The row of a run that nothing has happened to, with what its plan says of all of it. */
export function newRun(
  run: RunOfPlan,
  { concurrency, runTimeoutMs, budget, report }: Partial<PlanSettings> = {},
): RunRecord {
  return {
    ...run,
    state: 'pending',
    reason: null,
    finalPull: null,
    planEdits: 0,
    base: null,
    baseCommit: null,
    branchPrefix: branchPrefix(run.name, run.sequence),
    integrationHead: null,
    concurrency: concurrency ?? null,
    timeoutMs: runTimeoutMs ?? null,
    ...firstBudget(budget),
    deadlineAt: null,
    cancel: null,
    reportPath: report ?? null,
    reportCommit: null,
    startedAt: null,
    endedAt: null,
  };
}
