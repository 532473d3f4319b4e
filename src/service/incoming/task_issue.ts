import type { PlanTask } from '../../core/plan/plan.ts';
import type { RunRecord } from '../../core/records.ts';
import { followIssue } from '../commands/follow_issue.ts';
import { mayCommand, type Occasion, settingsOf } from './occasion.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** A task of a run that is an issue, or waits for it. */
type IssueTask = { readonly run: RunRecord; readonly task: PlanTask };

/**
 * An issue was closed or opened again of which a plan that runs has made a task. For who waits for it its state counts, whoever changed it;
 * a task that it is itself is done or dropped only by people who may command. Lands by itself, and changes nothing when it comes again.
 *
 * @returns how many tasks follow it
 */
export async function followTaskIssue(occasion: Occasion, { action, issue }: IssueEvent): Promise<number> {
  if ((action !== 'closed' && action !== 'reopened') || issue.isPull || !occasion.isKnown) return 0;
  const { deps, github, repository, sender } = occasion;
  const tasks = await tasksOfIssue(occasion, issue.number);
  if (tasks.length === 0) return 0;
  const now = await github.repositories.issue(repository, issue.number);
  const isOwn = tasks.some(({ task }) => task.work.kind !== 'issue');
  const may = isOwn && !sender.bot && (await mayCommand(occasion, await settingsOf(occasion)));
  let followed = 0;
  for (const { run, task } of tasks) {
    const isWait = task.work.kind === 'issue';
    if (!isWait && !may) continue;
    const record = await deps.store.read.taskByKey(run.id, task.id);
    // An issue that is gone holds nobody up.
    const standing = now === null ? 'completed' : now.standing;
    if (record === null) continue;
    await followIssue(deps, record.id, { issue: issue.number, by: sender.login, standing });
    followed += 1;
  }
  return followed;
}

/** The tasks of plans that run here of which an issue is one. */
export async function tasksOfIssue(
  { deps, repository }: Pick<Occasion, 'deps' | 'repository'>,
  issue: number,
): Promise<readonly IssueTask[]> {
  const runs = await deps.store.read.unfinishedRuns(repository.id);
  const found: IssueTask[] = [];
  for (const run of runs) {
    const plan = run.issue === null ? null : await deps.store.read.planOf(run.id);
    for (const task of plan?.tasks ?? []) if (task.issue === issue) found.push({ run, task });
  }
  return found;
}
