import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { followIssue } from '../observations/follow_issue.ts';

const CHORE = 'look_at_issues';
/** Of so many one look begins somewhere, so that each has its turn. */
const KNOWN_AT_MOST = 1_000;
/** Each is a call. */
const AT_ONCE = 50;

/**
 * Asks GitHub, now and then, how the issues stand that tasks wait for: one may have been closed while a plan was read, or its webhook
 * lost for good. An issue that is gone holds nobody up.
 */
export async function lookAtIssues(deps: ServiceDependencies, stopping?: AbortSignal): Promise<void> {
  const { clock, github, store, log, random } = deps;
  if (github === null) return;
  const now = clock.now();
  if (!(await store.pacing.claimChore(CHORE, now, github.deliverySweepMs)).due) return;
  const awaited = await store.due.issuesAwaited(KNOWN_AT_MOST);
  const first = Math.floor(random() * awaited.length);
  for (const task of [...awaited.slice(first), ...awaited.slice(0, first)].slice(0, AT_ONCE)) {
    if (stopping?.aborted) return;
    try {
      await lookAt(deps, github, task);
    } catch (error) {
      log('warn', 'GitHub could not be asked how an issue stands; the next look tries again.', {
        message: errorMessage(error),
      });
    }
  }
  await store.pacing.completeChore(CHORE, now);
}

async function lookAt(
  deps: ServiceDependencies,
  { repositories }: NonNullable<ServiceDependencies['github']>,
  id: string,
): Promise<void> {
  const slice = await deps.store.read.taskSlice(id, 'direct');
  const issue = slice?.task.spec.issue;
  if (slice === null || issue === undefined) return;
  const found = await repositories.issue(slice.repository, issue);
  const standing = found?.standing ?? 'completed';
  if (standing !== 'open') await followIssue(deps, id, { issue, of: 'task', by: null, standing });
}
