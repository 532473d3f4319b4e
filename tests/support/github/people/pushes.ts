import { tellRefChanges } from '../actions/ref_changes.ts';
import { commitFiles, deleteRef, type FileChanges, updateRef } from '../git/bare_repository.ts';
import { signatureOf } from '../render/commit.ts';
import type { Repository } from '../state.ts';
import type { World } from '../world.ts';

/** One commit to be pushed. */
export type Pushed = {
  readonly branch: string;
  readonly author: string;
  readonly files: FileChanges;
  readonly message?: string;
  /** The commit to build on in place of the branch's own, which is thereby overwritten. */
  readonly force?: { readonly parent: string };
};

/** Commits files to a branch and tells of the push. */
export async function pushCommit(world: World, repository: Repository, push: Pushed): Promise<string> {
  const { folder, refs, defaultBranch } = repository;
  const ref = `refs/heads/${push.branch}`;
  const before = refs.get(ref);
  const commit = await commitFiles(folder, {
    parent: push.force?.parent ?? before ?? refs.get(`refs/heads/${defaultBranch}`),
    files: push.files,
    message: push.message ?? `Change ${Object.keys(push.files).join(', ')}`,
    author: signatureOf(push.author, world.now()),
  });
  await updateRef(folder, ref, commit, before);
  await tellRefChanges(world, repository, push.author);
  return commit;
}

/** Deletes a branch. */
export async function deleteBranch(world: World, repository: Repository, branch: string, by: string): Promise<void> {
  await deleteRef(repository.folder, `refs/heads/${branch}`);
  await tellRefChanges(world, repository, by);
}
