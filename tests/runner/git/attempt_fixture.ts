import { join } from 'node:path';
import type { AttemptFolder } from '../../../runner/git/attempt_folder.ts';
import type { CommitRequest } from '../../../runner/git/commit_request.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { type Mirror, openMirror } from '../../../runner/git/mirror.ts';
import { addWorktree } from '../../../runner/git/worktree.ts';
import { type Files, makeRepository, makeScratchFolder } from '../../support/git_repository.ts';

/** A user's repository, its mirror, and one attempt that is ready for an agent. */
export type AttemptFixture = {
  readonly folder: string;
  /** The user's repository, which is also the remote. */
  readonly repository: string;
  readonly base: string;
  readonly mirror: Mirror;
  readonly attempt: AttemptFolder;
  /** What `commitWorktree` needs, with fixed identities and date. */
  readonly request: CommitRequest;
  readonly remove: () => Promise<void>;
};

/** Makes all of it from real git in a scratch folder. */
export async function makeAttempt(files: Files): Promise<AttemptFixture> {
  const { path: folder, remove } = await makeScratchFolder();
  const repository = join(folder, 'repository');
  const base = await makeRepository(repository, files);
  const mirror = await openMirror({ workDir: join(folder, 'work'), repository: 'r1', cloneUrl: repository });
  await fetchMirror(mirror);
  const attempt = await makeWorktree(folder, mirror, base, 'a1');
  return { folder, repository, base, mirror, attempt, request: commitRequest(mirror, attempt), remove };
}

/** One more attempt in the same scratch folder. */
export async function makeWorktree(
  folder: string,
  mirror: Mirror,
  commit: string,
  name: string,
): Promise<AttemptFolder> {
  return await addWorktree(mirror, { folder: join(folder, 'work', 'attempts', name), commit, branch: 'plan/task' });
}

/** A commit by an agent at a fixed date. */
export function commitRequest(mirror: Mirror, attempt: AttemptFolder): CommitRequest {
  return {
    mirror,
    attempt,
    message: 'feat: work\n',
    author: { name: 'coder', email: 'coder@planwright.invalid' },
    committer: { name: 'Planwright', email: 'planwright@planwright.invalid' },
    dateSeconds: 1_700_000_100,
  };
}
