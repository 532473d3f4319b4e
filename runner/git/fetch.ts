import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { missingCommits } from './ancestry.ts';
import { type GitCredential, remoteOptions } from './credential.ts';
import { type GitOptions, runGit } from './git.ts';
import { GitError } from './git_error.ts';
import { localProgramArguments } from './local_programs.ts';
import { withFileLock } from './lock.ts';
import { keepConfiguration, type Mirror } from './mirror.ts';
import { type CredentialSource, withCredential } from './with_credential.ts';
import { pruneWorktrees } from './worktree_list.ts';

/** What a fetch brings in, beside all branches. */
export type FetchRequest = {
  /** Absent: the remote asks for no credential. */
  readonly credentials?: CredentialSource | undefined;
  /** Full ref names outside `refs/heads/`, such as attempt refs; each is fetched onto the same name. */
  readonly refs?: readonly string[] | undefined;
  /** Commits that must be in the mirror afterwards; those that no fetched ref brought are asked for by id. */
  readonly commits?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Brings the mirror's branches to where the remote's are (what the remote dropped is dropped), one process at a time.
 * No worktree is touched: they are all detached. What crashes left in the mirror (lock files, registrations of worktrees
 * that are gone) is tidied up first.
 * @throws GitError `authentication_failed`, `remote_unreachable`, `git_failed`, `commit_missing` (a ref or commit that the remote has not);
 * what the source of credentials rejects with
 */
export async function fetchMirror(mirror: Mirror, request: FetchRequest = {}): Promise<void> {
  // Asked for before the lock is taken: others must not wait for a service that is slow to answer.
  await withCredential({ mirror, ...request }, (credential) => fetchWith(credential, mirror, request));
}

async function fetchWith(credential: GitCredential | undefined, mirror: Mirror, request: FetchRequest): Promise<void> {
  const { signal, commits = [], refs = [] } = request;
  const options = { ...(await remoteOptions(mirror.askpassFile, credential)), signal };
  await withFileLock(
    mirror.lockFile,
    async (heldFile) => {
      await keepConfiguration(mirror);
      await removeDeadLocks(mirror);
      await pruneWorktrees(mirror);
      const refspecs = ['+refs/heads/*:refs/heads/*', ...refs.map((ref) => `+${ref}:${ref}`)];
      await fetchRefspecs(mirror, refspecs, { ...options, heldFile });
      const missing = await missingCommits(mirror, commits, signal);
      if (missing.length > 0) await fetchRefspecs(mirror, missing, { ...options, heldFile });
    },
    signal,
  );
}

async function fetchRefspecs(mirror: Mirror, refspecs: readonly string[], options: GitOptions): Promise<void> {
  const args = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-show-forced-updates',
    '--no-auto-maintenance',
    '--update-shallow',
    // Pruning looks only at what the refspecs name: attempt refs stay, and a commit id prunes nothing.
    ...(refspecs.some((refspec) => refspec.startsWith('+refs/heads/')) ? ['--prune'] : []),
    ...localProgramArguments(mirror.cloneUrl, 'upload-pack'),
    '--',
    mirror.cloneUrl.address,
    ...refspecs,
  ];
  try {
    await runGit(args, { gitDir: mirror.folder, ...options });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const absent = /couldn't find remote ref (\S+)|not our ref (\S+)|no such remote ref (\S+)/.exec(error.stderr);
    if (absent === null) throw error;
    throw new GitError(
      'commit_missing',
      `The remote repository has no ${absent[1] ?? absent[2] ?? absent[3]}; was it deleted or rewritten?`,
      error,
    );
  }
}

/**
 * Removes the lock files of git processes that were killed; without this one kill would block every later fetch. Safe
 * because whoever changes refs of the mirror holds its lock, and git itself holds it for as long as it lives.
 */
async function removeDeadLocks(mirror: Mirror): Promise<void> {
  const refs = await readdir(join(mirror.folder, 'refs'), { recursive: true });
  const top = await readdir(mirror.folder);
  const locks = [...refs.map((name) => join('refs', name)), ...top].filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => rm(join(mirror.folder, name), { force: true })));
}
