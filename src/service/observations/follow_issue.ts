import { type ClosedIssue, closeIssue, goesOnThoughClosed, reopenIssue } from '../../core/decide/close_issue.ts';
import { skipTask } from '../../core/decide/skip_task.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { IssueStanding } from '../../core/plan/issue_said.ts';
import { taskHasEnded, taskMachine } from '../../core/task/task_state.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';

/** A task is an issue, or waits for one, and that stands so now. Where the task stands so already, nothing changes. */
export function followIssue(
  deps: ServiceDependencies,
  task: string,
  { standing, ...issue }: ClosedIssue & { readonly standing: IssueStanding },
): Promise<null> {
  return commit(deps, 'follow_issue', async (read): Promise<Decision<null>> => {
    const slice = await read.taskSlice(task, 'all');
    if (slice === null) return nothing(null);
    if (standing === 'open') return reopenIssue(slice, issue);
    const { kind, state } = slice.task;
    const isDropped = standing === 'dropped' && kind !== 'issue' && issue.by !== null;
    if (!isDropped) return closeIssue(slice, issue, surroundings(deps));
    // What was begun goes on, and says so.
    if (goesOnThoughClosed(slice.task, issue)) return closeIssue(slice, issue, surroundings(deps));
    // Not to be done: as if its closer had said `skip`.
    const skips = !taskHasEnded(state) && taskMachine.allows(state, 'skip') && slice.run.cancel === null;
    return skips ? skipTask(slice, { by: issue.by ?? '' }, surroundings(deps)) : nothing(null);
  });
}
