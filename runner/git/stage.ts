import type { CommitRequest } from './commit_request.ts';
import { type RunUntrustedGit, runGitOnAttempt } from './untrusted_git.ts';

/** Git compares every path with every pattern, so more than this many are not named one by one. */
const NAMED_AT_MOST = 256;
const WHOLE_TREE = ':(top)';

/**
 * Brings the attempt's index to what its files are now, without the submodules and what a salvage leaves out.
 *
 * Only what differs is given to `git add`, because of what that does with the rest: a file of the same second as the index
 * (after a checkout, all of them) counts as changed, and is stored once more, since git does not use an object of the mirror whose
 * date it may not renew. On 2,000 files that took 0.8 s; `git status` compares their content and stores nothing.
 */
export async function stageAll(
  run: RunUntrustedGit,
  request: CommitRequest,
  submodules: readonly string[],
): Promise<void> {
  if (request.partial !== undefined) return await add(run, request, submodules, [WHOLE_TREE]);
  const paths = await differingPaths(run, request, submodules);
  if (paths === undefined) return await add(run, request, submodules, [WHOLE_TREE]);
  if (paths.length === 0) return;
  const named = paths.map((path) => `:(top,literal)${toLatin1(path)}`);
  // A file that an agent at work has removed meanwhile matches nothing, which git refuses.
  if (!(await tryToAdd(run, request, submodules, named))) await add(run, request, submodules, [WHOLE_TREE]);
}

/** What differs from the index; undefined where that is too much to be named, or has names that are no UTF-8. */
async function differingPaths(
  run: RunUntrustedGit,
  { attempt, signal }: CommitRequest,
  submodules: readonly string[],
): Promise<string[] | undefined> {
  const command = ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all'];
  const excluded = submodules.map((path) => `:(top,literal,exclude)${path}`);
  const { stdout } = await runGitOnAttempt(run, attempt, [...command, '--', WHOLE_TREE, ...excluded], { signal });
  // `XY path`: X is how the index differs from the commit, Y how the file differs from the index.
  const differing = stdout.split('\0').filter((entry) => entry !== '' && entry[1] !== ' ');
  if (differing.length > NAMED_AT_MOST || stdout.includes('\u{FFFD}')) return undefined;
  return differing.map((entry) => entry.slice(3));
}

async function tryToAdd(
  run: RunUntrustedGit,
  request: CommitRequest,
  submodules: readonly string[],
  patterns: readonly string[],
): Promise<boolean> {
  const { exitCode } = await runAdd(run, request, submodules, patterns, [0, 1, 128]);
  return exitCode === 0;
}

async function add(
  run: RunUntrustedGit,
  request: CommitRequest,
  submodules: readonly string[],
  patterns: readonly string[],
): Promise<void> {
  const { partial } = request;
  const expected = partial === undefined ? [0] : [0, 1];
  const { exitCode, stderr } = await runAdd(run, request, submodules, patterns, expected);
  if (exitCode === 0) return;
  for (const line of stderr.split('\n')) {
    if (line.startsWith('error: ')) partial?.onComplaint(line.slice('error: '.length));
  }
}

async function runAdd(
  run: RunUntrustedGit,
  { attempt, partial, signal }: CommitRequest,
  submodules: readonly string[],
  patterns: readonly string[],
  expectedExitCodes: readonly number[],
) {
  const leaveOut = [...submodules.map(toLatin1), ...(partial?.leaveOut ?? [])];
  const all = [...patterns, ...leaveOut.map((path) => `:(top,literal,exclude)${path}`)];
  const ignoreErrors = partial === undefined ? [] : ['--ignore-errors'];
  return await runGitOnAttempt(
    run,
    attempt,
    ['add', '--all', ...ignoreErrors, '--pathspec-from-file=-', '--pathspec-file-nul'],
    { stdin: Buffer.from(all.map((pattern) => `${pattern}\0`).join(''), 'latin1'), signal, expectedExitCodes },
  );
}

function toLatin1(path: string): string {
  return Buffer.from(path).toString('latin1');
}
