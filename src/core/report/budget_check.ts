import type { CheckText } from '../effects/effect.ts';
import type { RunRecord } from '../records.ts';
import { costText } from '../text/cost_text.ts';
import { budgetOfRun } from '../usage/run_budget.ts';
import { checkName } from './check_name.ts';
import { mention } from './links.ts';
import type { TaskReport } from './task_report.ts';

/** The check run of a task whose agent was stopped because no budget is left for it: what is kept, and what is wanted of whom. */
export function budgetCheck({ task, used }: Pick<TaskReport, 'task' | 'used'>, run: RunRecord): CheckText {
  const cost = costText(used);
  const kept = `What it had done is kept${cost === null ? '' : `; the task cost ${cost} so far`}. The agent goes on from there with its conversation once there is more.`;
  return {
    name: checkName(task.key),
    conclusion: 'neutral',
    title: 'Stopped: no budget is left for it',
    summary: `${wanted(run)}\n\n${kept}`,
    text: '',
    places: [],
    actions: [],
  };
}

/** Whose budget it was is known of a run that has none of its own, and of one that has used all of it. */
function wanted(run: RunRecord): string {
  const budget = budgetOfRun(run);
  const place = run.issue === null ? '' : `, on #${run.issue}`;
  const ofAll = 'a higher `repository-budget` in the settings on the default branch';
  if (budget === null) {
    return `The plans of this repository have used what they may in this month. They go on in the next, or with ${ofAll}.`;
  }
  const more = 'more budget for the plan, by `/planwright budget …`';
  if (budget.stage === 'spent')
    return `The plan has used what it may. Wanted of ${mention(run.owner)}${place}: ${more}; the status comment says how much.`;
  return `What the plan or its repository may use is used up, or kept for other tasks. Wanted of ${mention(run.owner)}${place}: ${more}, or ${ofAll}; the status comment says which.`;
}
