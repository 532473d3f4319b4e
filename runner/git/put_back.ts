import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkedCommitId } from './ancestry.ts';
import type { Identity } from './commit_request.ts';
import { runGit } from './git.ts';
import type { Mirror } from './mirror.ts';

/** Which paths of a commit become again what they are in an earlier one. */
export type PutBackRequest = {
  readonly mirror: Mirror;
  readonly commit: string;
  /** The commit whose content the paths get; also the parent of the new one, so that its history does not hold the change. */
  readonly from: string;
  readonly paths: readonly string[];
  /** A folder of the runner, for an index that is needed meanwhile. */
  readonly scratch: string;
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** Whole seconds since 1970. */
  readonly dateSeconds: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Makes a commit in the mirror with the content of `commit`, but for the paths, which are as in `from` or not there. No work
 * tree is read or written.
 *
 * @returns the new commit
 * @throws GitError `git_failed`, `git_aborted`
 */
export async function putBack(request: PutBackRequest): Promise<string> {
  const { mirror, commit, from, paths, signal, author, committer, dateSeconds, message } = request;
  const index = join(request.scratch, 'put-back-index');
  const date = `@${dateSeconds} +0000`;
  const git = (args: readonly string[], stdin?: string) =>
    runGit(args, {
      gitDir: mirror.folder,
      signal,
      ...(stdin === undefined ? {} : { stdin }),
      env: {
        GIT_INDEX_FILE: index,
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: date,
      },
    });
  try {
    await git(['read-tree', checkedCommitId(commit)]);
    const { stdout } = await git(['ls-tree', '-z', '--full-tree', checkedCommitId(from), '--', ...paths]);
    const nobody = '0'.repeat(commit.length);
    const removed = paths.map((path) => `0 ${nobody}\t${path}\0`);
    // `mode type id TAB path`; a folder's files are paths of their own.
    const entries = stdout
      .split('\0')
      .flatMap((entry) => /^(\d{6}) (?:blob|commit) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? []);
    const restored = Array.from({ length: entries.length / 4 }, (_, at) => entries.slice(at * 4 + 1, at * 4 + 4)).map(
      ([mode, id, path]) => `${mode} ${id}\t${path}\0`,
    );
    await git(['update-index', '-z', '--index-info'], [...removed, ...restored].join(''));
    const tree = (await git(['write-tree'])).stdout.trim();
    const made = await git(['commit-tree', '-F', '-', '-p', checkedCommitId(from), tree], message);
    return checkedCommitId(made.stdout.trim());
  } finally {
    await rm(index, { force: true });
  }
}
