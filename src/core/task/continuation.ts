import type { FailureClass } from '../../protocol/outcome.ts';
import { FAILURE_POLICIES } from '../retry/failure_policy.ts';
import type { LeaseDetails } from '../slices.ts';
import { isToBeMended } from './pushed_commits.ts';
import { isBeforeReturn } from './takeover.ts';
import { workToGoOnFrom } from './work_to_go_on_from.ts';

/** The commit that the next attempt goes on from, and the base it stands on; null: it starts at the integration branch. */
export function continuation({
  task,
  run,
  earlier,
  kept,
  recent,
  findings,
}: Pick<LeaseDetails, 'task' | 'run' | 'earlier' | 'kept' | 'recent' | 'findings'>): {
  commit: string;
  base: string;
} | null {
  const left = workToGoOnFrom({ task, kept });
  if (left !== null) return { commit: left.commit, base: left.base };
  if (earlier !== null && continuesOwnCommit(task, earlier) && earlier.commit !== null && earlier.base !== null) {
    return { commit: earlier.commit, base: earlier.base };
  }
  if (task.pushed !== null && run.baseCommit !== null && isToBeMended(task)) {
    return { commit: task.pushed, base: run.baseCommit };
  }
  return findings.length > 0 && earlier?.class !== 'conflict' ? ownWork({ task, run, recent }) : null;
}

/** What reviews and checks found is mended in the work itself, whatever went wrong since; null: that is merged, or there is none. */
function ownWork({
  task,
  run,
  recent,
}: Pick<LeaseDetails, 'task' | 'run' | 'recent'>): ReturnType<typeof continuation> {
  if (task.kind !== 'agent' || task.commit === null) return null;
  const made = recent.find((attempt) => attempt.class === null && attempt.base !== null);
  const base = made?.base ?? run.baseCommit;
  return base === null ? null : { commit: task.commit, base };
}

/** Whether an agent's next attempt goes on from that one's commit; what a person changed since is in no commit of before. */
function continuesOwnCommit(task: LeaseDetails['task'], earlier: { number: number; class: FailureClass }): boolean {
  if (task.kind !== 'agent' || isBeforeReturn(task, earlier.number)) return false;
  return FAILURE_POLICIES[earlier.class].agentStartsFrom === 'own_commit';
}
