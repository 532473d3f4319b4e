import { checkedCommitId } from './ancestry.ts';
import type { AttemptFolder } from './attempt_folder.ts';
import { type ChangedPath, parseRawDifference } from './changed_paths.ts';
import type { CommitRequest } from './commit_request.ts';
import { SecretsInCommit, secretsInCommit } from './commit_secrets.ts';
import { GitError } from './git_error.ts';
import { importObjects } from './import_objects.ts';
import { LARGEST_FILE_BYTES, refuseLargeFiles } from './refuse_large_files.ts';
import { refuseNestedGit } from './refuse_nested_git.ts';
import { stageAll } from './stage.ts';
import { requireRealTree } from './throwaway.ts';
import { type RunUntrustedGit, runGitOnAttempt, runUntrustedGitPlainly } from './untrusted_git.ts';
import { attemptCommits, moveAttemptHead, renewAttemptGit } from './worktree.ts';

/** What came of it. `unchanged`: the files are those of `commit`, and no commit was made. */
export type CommitResult =
  | { readonly kind: 'unchanged'; readonly commit: string }
  | {
      readonly kind: 'committed';
      readonly commit: string;
      readonly tree: string;
      /** Against the first parent. */
      readonly changed: readonly ChangedPath[];
    };

/**
 * Commits the attempt's files as they are: untracked ones too, ignored ones not; symbolic links as links, never what they
 * point to. The agent's own git directory plays no part. Git that reads the tree can write to the attempt's git directory
 * only; the result is checked and copied into the mirror. No filter, hook or signing program runs.
 *
 * Submodules of the base commit stay exactly as they are, whatever the tree has in their place: their content is another
 * repository's, and git would have to read that repository's configuration to look at it.
 * @throws SecretsInCommit, GitError `file_too_large`, `nested_git`, `tree_unreadable`, `worktree_replaced`, `git_failed`
 */
export async function commitWorktree(request: CommitRequest): Promise<CommitResult> {
  const { attempt, signal, run = runUntrustedGitPlainly } = request;
  await requireRealTree(attempt);
  const commits = await attemptCommits(attempt);
  if (commits === undefined) throw new GitError('worktree_replaced', `${attempt.folder} was never made ready.`);
  await renewAttemptGit(attempt);
  const submodules = await submodulePaths(run, attempt, signal);
  if (request.partial === undefined) await refuseNestedGit(run, attempt, submodules, signal);
  await stageAll(run, request, submodules);
  return await commitStaged(request, commits.head);
}

/**
 * Commits what the attempt's index holds, on top of `head`, where the attempt stands.
 *
 * @throws SecretsInCommit, GitError `file_too_large`, `git_failed`; the attempt then stands where it stood
 */
export async function commitStaged(request: CommitRequest, head: string): Promise<CommitResult> {
  const { mirror, attempt, signal, secrets, run = runUntrustedGitPlainly } = request;
  const changed = await stagedChanges(run, attempt, head, signal);
  const alsoParents = (request.alsoParents ?? []).map(checkedCommitId);
  if (changed.length === 0 && alsoParents.length === 0) return { kind: 'unchanged', commit: head };
  const tree = (await runGitOnAttempt(run, attempt, ['write-tree'], { signal })).stdout.trim();
  const parents = [head, ...alsoParents];
  const commit = await commitTree(run, request, tree, parents);
  await importObjects(run, mirror, attempt, commit, parents, signal);
  const { largestFileBytes = LARGEST_FILE_BYTES } = request;
  if (request.partial === undefined) await refuseLargeFiles(mirror, changed, largestFileBytes, signal);
  const { isAllowed } = request;
  const found =
    secrets === undefined
      ? []
      : await secretsInCommit(mirror, [head, commit], { redaction: secrets, isAllowed }, signal);
  if (found.length > 0) throw new SecretsInCommit(found);
  await moveAttemptHead(attempt, commit);
  return { kind: 'committed', commit, tree, changed };
}

/** The submodules in the index: entries that stand for a commit of another repository. */
export async function submodulePaths(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  signal?: AbortSignal,
): Promise<string[]> {
  const { stdout } = await runGitOnAttempt(run, attempt, ['ls-files', '--stage', '-z'], { signal });
  if (!stdout.includes('160000 ')) return [];
  return stdout
    .split('\0')
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

async function stagedChanges(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  head: string,
  signal: AbortSignal | undefined,
): Promise<ChangedPath[]> {
  const { stdout } = await runGitOnAttempt(
    run,
    attempt,
    ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none', head, '--'],
    { signal },
  );
  return parseRawDifference(stdout);
}

async function commitTree(
  run: RunUntrustedGit,
  request: CommitRequest,
  tree: string,
  parents: readonly string[],
): Promise<string> {
  const date = `@${request.dateSeconds} +0000`;
  const { stdout } = await runGitOnAttempt(
    run,
    request.attempt,
    ['commit-tree', '-F', '-', ...parents.flatMap((parent) => ['-p', parent]), tree],
    {
      stdin: request.message,
      signal: request.signal,
      env: {
        GIT_AUTHOR_NAME: request.author.name,
        GIT_AUTHOR_EMAIL: request.author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: request.committer.name,
        GIT_COMMITTER_EMAIL: request.committer.email,
        GIT_COMMITTER_DATE: date,
      },
    },
  );
  return checkedCommitId(stdout.trim());
}
