import { diffPlans, isEmptyDiff } from '../../core/plan/diff_plans.ts';
import { withIssueText } from '../../core/plan/issue_parts.ts';
import type { IssueStanding } from '../../core/plan/issue_said.ts';
import type { Plan, PlanTask } from '../../core/plan/plan.ts';
import { issueText } from '../../core/plan/read/issue_text.ts';
import type { RunRecord } from '../../core/records.ts';
import { followIssue } from '../observations/follow_issue.ts';
import type { SliceReader } from '../ports/store.ts';
import { actedUponBefore, rememberingBody } from './acted_upon.ts';
import { editByIssue } from './edit_by_issue.ts';
import type { Handled } from './handled.ts';
import { isOvertaken, noteUnlessOvertaken } from './note_issue.ts';
import { mayCommand, type Occasion, settingsOf } from './occasion.ts';
import { saidNow } from './older_edit.ts';
import { tellRefused } from './refuse_edit.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** A task of a run that is an issue, or waits for it, or stands in the group that it is. */
type IssueTask = { readonly run: RunRecord; readonly plan: Plan; readonly task: PlanTask };

/**
 * An issue was closed or opened again of which a plan that runs has made a task, or a group of them. For who waits for it its state counts,
 * whoever changed it; a task that it is itself is done or dropped only by people who may command, and so is all that is in a group. Lands by
 * itself, and changes nothing when it comes again.
 *
 * @returns how many tasks follow it; or that its sender may not edit them, and was told so
 */
export async function followTaskIssue(occasion: Occasion, event: IssueEvent): Promise<number | Handled> {
  const { action, issue } = event;
  if (issue.isPull || !occasion.isKnown) return 0;
  if (action !== 'closed' && action !== 'reopened' && action !== 'edited') return 0;
  const { deps, sender } = occasion;
  const tasks = await tasksOfIssue(occasion, issue.number);
  if (tasks.length === 0) return 0;
  if (action === 'edited') return followEdit(occasion, event, tasks);
  const standing = await standingOf(occasion, issue.number);
  const isOwn = tasks.some(({ task }) => task.work.kind !== 'issue');
  // Whoever turned it back meanwhile may be somebody else, whose own event tells of that.
  const isSo = (action === 'closed') === (standing !== 'open');
  const may = isOwn && isSo && !sender.bot && (await mayCommand(occasion, await settingsOf(occasion)));
  let followed = 0;
  for (const { run, task } of tasks) {
    if (task.work.kind !== 'issue' && !may) continue;
    const record = await deps.store.read.taskByKey(run.id, task.id);
    if (record === null) continue;
    const isInGroup = task.issue !== undefined && task.issue !== issue.number;
    if (isInGroup && record.reason?.code === 'skipped_by_person') continue;
    const now = isInGroup && standing === 'open' ? await standingOf(occasion, task.issue) : standing;
    const of = task.issue === issue.number ? 'task' : 'group';
    await followIssue(deps, record.id, { issue: issue.number, of, by: sender.login, standing: now });
    followed += 1;
  }
  return followed;
}

/** One that is gone holds nobody up, and is not to be done here. */
async function standingOf({ github, repository }: Occasion, issue: number): Promise<IssueStanding> {
  return (await github.repositories.issue(repository, issue))?.standing ?? 'dropped';
}

/** What an issue says is part of a plan: who may edit the plan may edit that, and nobody else. */
async function followEdit(
  occasion: Occasion,
  event: IssueEvent,
  tasks: readonly IssueTask[],
): Promise<number | Handled> {
  const { number, title, body } = event.issue;
  const own = tasks.filter(({ task }) => task.work.kind !== 'issue');
  if (own.length === 0 || occasion.sender.bot || (await actedUponBefore(occasion))) return 0;
  const text = issueText(title, body, 'open');
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) {
    const isNews = (plan: Plan) => !isEmptyDiff(diffPlans(plan, withIssueText(plan, number, text), new Map()));
    const moved = own.filter(({ plan }) => isNews(plan));
    const runs = [...new Map(moved.map(({ run }) => [run.id, run])).values()];
    return runs.length === 0 ? 0 : tellRefused(occasion, runs, event);
  }
  const { deps, repository } = occasion;
  const [seenAt, now] = await Promise.all([
    deps.store.read.issueSeenAt(repository.id, number),
    saidNow(occasion, event.issue),
  ]);
  const isSure = now.kind === 'same';
  if (!isSure && seenAt !== null && event.issue.updatedAt <= seenAt) return 0;
  const runs = [...new Set(own.map(({ run }) => run.id))];
  let followed = 0;
  for (const run of runs) {
    // Remembered with the last of them: where a process dies before that, the others follow when the event is processed again.
    const isLast = run === runs.at(-1);
    const also = async (read: SliceReader) => {
      if (!isSure && (await isOvertaken(read, repository, event.issue))) return null;
      return isLast ? [...(await noteUnlessOvertaken(read, repository, event.issue)), rememberingBody(occasion)] : [];
    };
    const edit = { kind: 'text', issue: number, text } as const;
    if (await editByIssue(occasion, run, edit, also)) followed += 1;
  }
  return followed;
}

/** The tasks of plans that run here of which an issue is one, or the group around them. */
async function tasksOfIssue(
  { deps, repository }: Pick<Occasion, 'deps' | 'repository'>,
  issue: number,
): Promise<readonly IssueTask[]> {
  const runs = await deps.store.read.unfinishedRuns(repository.id);
  const found: IssueTask[] = [];
  for (const run of runs) {
    const plan = run.issue === null ? null : await deps.store.read.planOf(run.id);
    if (plan === null) continue;
    for (const task of plan.tasks)
      if (task.issue === issue || isWithin(plan, task.group, issue)) found.push({ run, plan, task });
  }
  return found;
}

function isWithin({ groups }: Pick<Plan, 'groups'>, group: string | undefined, issue: number): boolean {
  const around = groups.find(({ id }) => id === group);
  return around !== undefined && (around.issue === issue || isWithin({ groups }, around.parent, issue));
}
