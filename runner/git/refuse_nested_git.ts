import type { AttemptFolder } from './attempt_folder.ts';
import { findNestedGit, type TreeObstacle } from './find_nested_git.ts';
import { GitError } from './git_error.ts';
import { type RunUntrustedGit, runGitOnAttempt } from './untrusted_git.ts';

/**
 * Refuses a tree that holds a git repository of its own, or a folder that cannot be looked into, before git is let at it.
 *
 * Why: of a nested repository git reads the configuration, and with it the programs it names (filters, fsmonitor), even
 * with explicit directories and hooks off; and it would record the repository as one opaque link instead of its files.
 *
 * Not refused is what lies in a folder that git ignores (package managers put clones into `node_modules`, `.terraform` and
 * the like): `git add --all` does not enter such folders, so it neither reads nor records what is in them, and the runner
 * never asks git for the state of ignored files. Nor what lies in a submodule of the base commit: the runner leaves
 * submodules out of all it does (see `commitWorktree`). Whether a folder is ignored is asked of git itself, which reads
 * the rules of the tree for that and no nested repository.
 * @param submodules folders relative to the tree
 * @throws GitError `nested_git`, `tree_unreadable`; the message names the path and how to mend it
 */
export async function refuseNestedGit(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  submodules: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const [first] = await obstaclesForGit(run, attempt, submodules, signal);
  if (first === undefined) return;
  const entry = Buffer.from(first.entry, 'latin1').toString('utf8');
  switch (first.reason) {
    case 'nested_git':
      throw new GitError(
        'nested_git',
        `${JSON.stringify(entry)} is, or stands for, a git repository inside the worktree; remove it, or let .gitignore name the folder it is in.`,
      );
    case 'special_file':
      throw new GitError(
        'tree_unreadable',
        `${JSON.stringify(entry)} is a pipe, socket or device, and git would read it; remove it.`,
      );
    case 'unreadable':
      throw new GitError(
        'tree_unreadable',
        `The folder ${JSON.stringify(entry)} cannot be read; give it read and execute permission, or let .gitignore name it.`,
      );
    case 'too_deep':
      throw new GitError(
        'tree_unreadable',
        `Folders are nested too deep below ${JSON.stringify(entry.slice(0, 200))}; remove them, or let .gitignore name them.`,
      );
    default:
      throw first.reason satisfies never;
  }
}

/**
 * The obstacles of the attempt's tree that `git add --all` would meet, in order of their paths. Special files come alone:
 * as long as there are any, git cannot be asked about the others.
 */
export async function obstaclesForGit(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  submodules: readonly string[],
  signal?: AbortSignal,
): Promise<TreeObstacle[]> {
  const skipped = new Set(submodules.map((path) => Buffer.from(path).toString('latin1')));
  const obstacles = await findNestedGit(attempt.tree, skipped);
  const special = obstacles.filter(({ reason }) => reason === 'special_file');
  if (obstacles.length === 0 || special.length > 0) return special;
  const ignored = await areIgnored(run, attempt, obstacles, signal);
  return obstacles.filter((_, index) => ignored[index] !== true);
}

/** Asks git about each obstacle's surroundings; the answers come in the order of the questions. */
async function areIgnored(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  obstacles: readonly TreeObstacle[],
  signal: AbortSignal | undefined,
): Promise<boolean[]> {
  const paths = obstacles.map(({ within }) => Buffer.from(`./${within}\0`, 'latin1'));
  const { stdout } = await runGitOnAttempt(
    run,
    attempt,
    ['check-ignore', '--stdin', '-z', '--verbose', '--non-matching'],
    { stdin: Buffer.concat(paths), signal, expectedExitCodes: [0, 1] },
  );
  // Four fields each: file, line, pattern, path. The pattern is empty where none matches; `!…` takes back an earlier one.
  const fields = stdout.split('\0');
  return obstacles.map((_, index) => {
    const pattern = fields[index * 4 + 2] ?? '';
    return pattern !== '' && !pattern.startsWith('!');
  });
}
