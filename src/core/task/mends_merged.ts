import type { LeaseDetails } from '../slices.ts';
import { awaitsVerification } from './pushed_commits.ts';

/**
 * Whether the next attempt of a task is to mend what is merged already. It may end without a change: then a person is asked, and
 * what was merged stays.
 */
export function mendsMerged({ task, findings }: Pick<LeaseDetails, 'task' | 'findings'>): boolean {
  return findings.length > 0 && task.mergeCommit !== null && task.commit === null && !awaitsVerification(task);
}
