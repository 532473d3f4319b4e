import { execa } from 'execa';
import { checkedCommitId } from './ancestry.ts';
import { gitArguments } from './git.ts';
import { gitEnvironment } from './git_environment.ts';
import { GitError } from './git_error.ts';
import type { Mirror } from './mirror.ts';

/** The largest file that is read whole. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * The content of a file as it is stored in the mirror.
 *
 * @throws GitError `git_failed`, `git_aborted`
 */
export async function readBlob(mirror: Mirror, objectId: string, signal?: AbortSignal): Promise<Buffer> {
  const args = ['cat-file', 'blob', checkedCommitId(objectId)];
  const { stdout, exitCode, isCanceled, stderr } = await execa('git', gitArguments(args, { gitDir: mirror.folder }), {
    cwd: '/',
    env: gitEnvironment(),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: LIMIT_BYTES,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (isCanceled) throw new GitError('git_aborted', 'git cat-file was stopped.', { args });
  if (exitCode !== 0) {
    const told = Buffer.from(stderr).toString('utf8');
    throw new GitError('git_failed', `A file of ${objectId} could not be read.`, { args, exitCode, stderr: told });
  }
  return Buffer.from(stdout);
}
