import { checkedCommitId } from './ancestry.ts';
import { type GitCredential, remoteOptions } from './credential.ts';
import { type GitOptions, runGit } from './git.ts';
import { GitError } from './git_error.ts';
import { localProgramArguments } from './local_programs.ts';
import type { Mirror } from './mirror.ts';
import { tellsOfUnreachableRemote } from './remote_unreachable.ts';
import { type CredentialSource, withCredential } from './with_credential.ts';

/** A commit of the mirror and the new ref it shall be at the remote. */
export type PushRequest = {
  readonly mirror: Mirror;
  readonly commit: string;
  /** `refs/planwright/attempts/<run>/<task>/<n>`, maybe with `-salvage-<id>`. */
  readonly ref: string;
  /** Absent: the remote asks for no credential. */
  readonly credentials?: CredentialSource | undefined;
  readonly signal?: AbortSignal | undefined;
};

const attemptRefPattern =
  /^refs\/planwright\/attempts(\/[A-Za-z0-9][A-Za-z0-9._-]*){2}\/[1-9][0-9]*(-salvage-[0-9a-f]{12})?$/;

/**
 * Creates `ref` at the remote, pointing to `commit`. It only ever creates: a ref that is there already is never moved, not
 * even forward. Pushing the same commit again is fine, so a push whose answer was lost can be repeated.
 * @returns `created`, or `already_there` with the same commit
 * @throws GitError `ref_refused`, `ref_taken`, `push_refused`, `authentication_failed`, `remote_unreachable`, `git_failed`;
 * what the source of credentials rejects with
 */
export async function pushAttempt(request: PushRequest): Promise<'created' | 'already_there'> {
  checkedCommitId(request.commit);
  requireAttemptRef(request.ref);
  return await withCredential(request, (credential) => pushWith(credential, request));
}

async function pushWith(
  credential: GitCredential | undefined,
  { mirror, commit, ref, signal }: PushRequest,
): Promise<'created' | 'already_there'> {
  const options: GitOptions = {
    gitDir: mirror.folder,
    signal,
    ...(await remoteOptions(mirror.askpassFile, credential)),
  };
  const args = [
    'push',
    '--porcelain',
    '--no-verify',
    '--no-follow-tags',
    '--no-signed',
    // Expect nothing at the ref: the remote compares and creates in one step, and refuses if something is there.
    `--force-with-lease=${ref}:`,
    ...localProgramArguments(mirror.cloneUrl, 'receive-pack'),
    '--',
    mirror.cloneUrl.address,
    `${commit}:${ref}`,
  ];
  const result = await runGit(args, { ...options, expectedExitCodes: [0, 1] });
  const answer = result.stdout.split('\n').find((line) => /^[ *=!+-]\t/.test(line));
  if (answer?.startsWith('*') === true && result.exitCode === 0) return 'created';
  if (answer?.startsWith('=') === true && result.exitCode === 0) return 'already_there';
  const present = await remoteCommit(mirror, ref, options);
  if (present === commit) return 'already_there';
  if (present !== undefined) {
    throw new GitError('ref_taken', `${ref} is at ${present} already, so ${commit} was not pushed there.`, result);
  }
  const reason = answer?.split('\t')[2] ?? result.stderr.trim().split('\n').at(-1);
  const code = tellsOfUnreachableRemote(`${reason}\n${result.stderr}`) ? 'remote_unreachable' : 'push_refused';
  throw new GitError(code, `The remote repository refused ${ref}: ${reason}`, result);
}

/**
 * The ref for what was salvaged of an attempt whose own ref holds other content already: the same ref with `-salvage-` and
 * the first 12 characters of the commit, so that it is never taken by anything else and repeating is fine.
 */
export function salvageRef(ref: string, commit: string): string {
  return `${ref}-salvage-${commit.slice(0, 12)}`;
}

function requireAttemptRef(ref: string): void {
  if (attemptRefPattern.test(ref) && !/\.\.|\.lock(\/|$)|\.(\/|$)/.test(ref)) return;
  throw new GitError('ref_refused', `"${ref.slice(0, 200)}" is no ref of an attempt; runners push nothing else.`);
}

async function remoteCommit(mirror: Mirror, ref: string, options: GitOptions): Promise<string | undefined> {
  const { stdout } = await runGit(
    [
      'ls-remote',
      '--refs',
      ...localProgramArguments(mirror.cloneUrl, 'upload-pack'),
      '--',
      mirror.cloneUrl.address,
      ref,
    ],
    options,
  );
  const line = stdout.split('\n').find((candidate) => candidate.endsWith(`\t${ref}`));
  return line?.split('\t')[0];
}
