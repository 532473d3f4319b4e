import { writeFile } from 'node:fs/promises';
import type { CommitResult } from '../../git/commit.ts';
import type { Identity } from '../../git/commit_request.ts';
import { GitError } from '../../git/git_error.ts';
import type { Attempt, Place } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { agentName } from '../attempt_record.ts';
import { allowedSecrets } from '../consent/secret_consent.ts';

/** Who commits, whoever wrote it. */
export const COMMITTER: Identity = { name: 'Planwright', email: 'noreply@planwright.invalid' };

/** The author of an agent's or command's work. The name goes into a line of the commit, so it must be one. */
export function authorOf(agent: string): Identity {
  const name = agent.replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ').trim();
  return { name: name === '' ? 'agent' : name, email: 'agent@planwright.invalid' };
}

/** What is in the worktree now, as one commit. */
export async function commitNow(
  attempt: Attempt,
  place: Place,
  message: string,
  alsoParents: readonly string[] = [],
): Promise<CommitResult> {
  const { git, processes, epochMs } = attempt.surroundings;
  return await git.commitWorktree({
    mirror: place.mirror,
    attempt: place.checkout,
    message,
    author: authorOf(agentName(attempt.request)),
    committer: COMMITTER,
    dateSeconds: Math.floor(epochMs() / 1_000),
    alsoParents,
    isAllowed: allowedSecrets(attempt.request),
    run: processes.runUntrustedGit,
    signal: attempt.control.signals.stopping,
  });
}

/**
 * Commits the finished work, with the other parent that keeps the task's branch moving forward only.
 *
 * @returns the commit to be verified and pushed; null where nothing differs from the base
 * @throws AttemptFailure `no_change` where that is not allowed
 */
export async function commitWork(attempt: Attempt, place: Place): Promise<string | null> {
  const { request, surroundings, outputs, control, paths } = attempt;
  attempt.step = 'committing';
  const { commit } = await commitNow(attempt, place, request.commitMessage, await missingParents(attempt, place));
  const changed = await surroundings.git.changedPaths(place.mirror, place.base, commit, control.signals.stopping);
  if (changed.length > 0) {
    attempt.finishedCommit = commit;
    await writeFile(paths.finished, commit);
    return commit;
  }
  if (outputs.isEmpty && !request.allowNoChange) {
    throw new AttemptFailure('no_change', 'nothing was changed and no output was given');
  }
  return null;
}

/** The other parent, unless the start already contains it. */
async function missingParents(attempt: Attempt, place: Place): Promise<readonly string[]> {
  const { alsoParent } = attempt.request.startingPoint;
  if (alsoParent === undefined) return [];
  const { git } = attempt.surroundings;
  try {
    await git.proveAncestors(place.mirror, place.startCommit, [alsoParent], attempt.control.signals.stopping);
    return [];
  } catch (error) {
    if (error instanceof GitError && error.code === 'not_an_ancestor') return [alsoParent];
    throw error;
  }
}
