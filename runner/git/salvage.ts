import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exists, makeReadable } from '../files/remove_tree.ts';
import type { AttemptFolder } from './attempt_folder.ts';
import { blotOut } from './blot_out.ts';
import { commitStaged, commitWorktree, submodulePaths } from './commit.ts';
import type { CommitRequest } from './commit_request.ts';
import { SecretsInCommit } from './commit_secrets.ts';
import type { TreeObstacle } from './find_nested_git.ts';
import { GitError } from './git_error.ts';
import { pushAttempt, salvageRef } from './push.ts';
import { obstaclesForGit } from './refuse_nested_git.ts';
import { requireRealTree } from './throwaway.ts';
import { type RunUntrustedGit, runUntrustedGitPlainly } from './untrusted_git.ts';
import type { CredentialSource } from './with_credential.ts';
import { attemptCommits, renewAttemptGit } from './worktree.ts';

/** What is salvaged, and where it goes. No process may still be writing to the attempt's tree. */
export type SalvageRequest = Omit<CommitRequest, 'partial' | 'alsoParents'> & {
  /** The attempt's own ref. */
  readonly ref: string;
  /** Absent: the remote asks for no credential. Asked only where there is something to push. */
  readonly credentials?: CredentialSource | undefined;
};

/** What came of it. The folder may be removed, except for `leftOut`: what is named there exists nowhere else. */
export type SalvageResult =
  /** No agent ever ran there, or it left the files as they were. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'saved';
      readonly commit: string;
      /** The attempt's ref, or `salvageRef` of it if that held another commit. */
      readonly ref: string;
    }
  | {
      readonly kind: 'saved_in_part';
      readonly commit: string;
      readonly ref: string;
      /**
       * Paths relative to the tree: nested git directories and special files (now in `<folder>/nested_git/`, in this
       * order), folders git cannot read, and git's complaints about single files.
       */
      readonly leftOut: readonly string[];
    };

/**
 * Commits and pushes whatever an attempt left behind, untracked files included, so that nothing is lost when the attempt
 * or its runner died. One nested repository does not cost the rest: its `.git` is moved out of the tree, beside it, and its
 * files are committed as files. Secrets are blotted out in what is saved. Repeating it is fine. It removes nothing.
 * @throws GitError as `commitWorktree` and `pushAttempt`, SecretsInCommit where one cannot be blotted out; the folder must
 * then be kept
 */
export async function salvageAttempt(request: SalvageRequest): Promise<SalvageResult> {
  const { attempt, run = runUntrustedGitPlainly, signal } = request;
  const commits = await attemptCommits(attempt);
  if (commits === undefined || !(await exists(attempt.tree))) return { kind: 'nothing' };
  await requireRealTree(attempt);
  await makeReadable(attempt.tree);
  await renewAttemptGit(attempt);
  const cleared = await clearObstacles(run, attempt, signal);
  const commit = await commitWithoutSecrets({
    ...request,
    partial: { leaveOut: cleared.leaveOut, onComplaint: (complaint) => cleared.reported.push(complaint) },
  });
  if (commit === commits.start && cleared.reported.length === 0) return { kind: 'nothing' };
  const ref = await pushSomewhere(request, commit);
  if (cleared.reported.length === 0) return { kind: 'saved', commit, ref };
  return { kind: 'saved_in_part', commit, ref, leftOut: cleared.reported };
}

/** Saved work is pushed like any other; what holds a secret is saved with that blotted out. */
async function commitWithoutSecrets(request: CommitRequest): Promise<string> {
  try {
    return (await commitWorktree(request)).commit;
  } catch (error) {
    if (!(error instanceof SecretsInCommit)) throw error;
    const commits = await attemptCommits(request.attempt);
    if (commits === undefined) throw error;
    await blotOut(request, error);
    return (await commitStaged(request, commits.head)).commit;
  }
}

async function pushSomewhere(request: SalvageRequest, commit: string): Promise<string> {
  try {
    await pushAttempt({ ...request, commit });
    return request.ref;
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'ref_taken') throw error;
    const ref = salvageRef(request.ref, commit);
    await pushAttempt({ ...request, commit, ref });
    return ref;
  }
}

/** Moves nested git directories and special files away and says what git must leave out because it cannot be moved or read. */
async function clearObstacles(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  signal: AbortSignal | undefined,
): Promise<{ leaveOut: string[]; reported: string[] }> {
  const submodules = await submodulePaths(run, attempt, signal);
  const leaveOut: string[] = [];
  const reported: string[] = [];
  for (let asked = false; !asked; ) {
    const obstacles = await obstaclesForGit(run, attempt, submodules, signal);
    // Git can be asked about the rest once special files are gone.
    asked = obstacles.every(({ reason }) => reason !== 'special_file');
    for (const obstacle of obstacles) {
      const moved = await moveAway(attempt, obstacle);
      if (!moved && !asked) throw new GitError('tree_unreadable', `${obstacle.entry} could not be moved away.`);
      if (!moved) leaveOut.push(obstacle.within);
      reported.push(Buffer.from(obstacle.entry, 'latin1').toString('utf8'));
    }
  }
  return { leaveOut, reported };
}

async function moveAway(attempt: AttemptFolder, obstacle: TreeObstacle): Promise<boolean> {
  if (obstacle.reason !== 'nested_git' && obstacle.reason !== 'special_file') return false;
  const folder = join(attempt.folder, 'nested_git');
  await mkdir(folder, { recursive: true });
  const number = (await readdir(folder)).length + 1;
  const from = Buffer.concat([Buffer.from(`${attempt.tree}/`), Buffer.from(obstacle.entry, 'latin1')]);
  return await rename(from, join(folder, `${number}-${basename(obstacle.entry)}`)).then(
    () => true,
    () => false,
  );
}
