import { runGit } from './git.ts';
import { GitError } from './git_error.ts';
import type { Mirror } from './mirror.ts';

const commitPattern = /^[0-9a-f]{40}$/;

/**
 * The commit that `name` (a full ref name or a commit id) stands for in the mirror, as it was fetched last.
 * @throws GitError `commit_missing`
 */
export async function resolveCommit(mirror: Mirror, name: string, signal?: AbortSignal): Promise<string> {
  if (!name.startsWith('refs/')) checkedCommitId(name);
  const result = await runGit(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], {
    gitDir: mirror.folder,
    signal,
    expectedExitCodes: [0, 1, 128],
  });
  const commit = result.stdout.trim();
  if (result.exitCode !== 0 || !commitPattern.test(commit)) {
    throw new GitError('commit_missing', `The repository has no ${name}; was it deleted?`, result);
  }
  return commit;
}

/** Those of `commits` that are not commits of the mirror. */
export async function missingCommits(
  mirror: Mirror,
  commits: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (commits.length === 0) return [];
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objecttype)'], {
    gitDir: mirror.folder,
    signal,
    stdin: `${commits.map(checkedCommitId).join('\n')}\n`,
  });
  const types = stdout.trim().split('\n');
  return commits.filter((_, index) => types[index] !== 'commit');
}

/**
 * Proves that each of `commits` is `head`, which was resolved before, or an ancestor of it. For most attempts there is nothing
 * but `head` itself to prove, and then no process is started.
 * @throws GitError `commit_missing` if one is not in the mirror, `not_an_ancestor` if one is not contained in `head`;
 * both name it
 */
export async function proveAncestors(
  mirror: Mirror,
  head: string,
  commits: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const others = commits.filter((commit) => commit !== head);
  if (others.length === 0) return;
  const missing = await missingCommits(mirror, [head, ...others], signal);
  if (missing.length > 0) {
    throw new GitError('commit_missing', `The repository has no commit ${missing.join(', ')}; fetch it first.`);
  }
  const { stdout } = await runGit(['rev-list', '--stdin'], {
    gitDir: mirror.folder,
    signal,
    stdin: `${[...others, `^${head}`].join('\n')}\n`,
  });
  const outside = new Set(stdout.split('\n'));
  const strangers = others.filter((commit) => outside.has(commit));
  if (strangers.length > 0) {
    throw new GitError('not_an_ancestor', `The head ${head} does not contain ${strangers.join(', ')}.`);
  }
}

/** Returns `commit` if it is a full object id, so that it can stand in git's arguments and input. */
export function checkedCommitId(commit: string): string {
  if (!commitPattern.test(commit)) {
    throw new GitError('commit_missing', `"${commit.slice(0, 80)}" is not a full commit id.`);
  }
  return commit;
}
