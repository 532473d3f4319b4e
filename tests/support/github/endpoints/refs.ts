import { tellRefChanges } from '../actions/ref_changes.ts';
import { ApiError, notFound, refused } from '../api_error.ts';
import { deleteRef, isAncestor, updateRef } from '../git/bare_repository.ts';
import { tryGit } from '../git/git.ts';
import { created, type Endpoint, noContent, ok, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderRef } from '../render/commit.ts';
import type { Repository } from '../state.ts';

/** Refs: read, made, moved, removed. A moved branch does all that a push does. */
export const refEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('git/get-ref', 'contents:read', ({ world, repository, path }) => {
    const ref = `refs/${path.ref}`;
    const sha = repository.refs.get(ref);
    if (sha === undefined) throw notFound();
    return ok(renderRef(world, repository, ref, sha));
  }),
  repositoryEndpoint('git/list-matching-refs', 'contents:read', (call) => {
    const { world, repository, path } = call;
    const refs = [...repository.refs].filter(([ref]) => ref.startsWith(`refs/${path.ref}`));
    return paged(
      call,
      refs.map(([ref, sha]) => renderRef(world, repository, ref, sha)),
    );
  }),
  repositoryEndpoint<{ ref: string; sha: string }>('git/create-ref', 'contents:write', async (call) => {
    const { world, repository, body, actor } = call;
    if (!/^refs\/[^/]+\/.+/.test(body.ref)) {
      throw refused(422, "Reference name must start with 'refs' and have at least two slashes.");
    }
    if ((await tryGit(repository.folder, ['check-ref-format', body.ref])).exitCode !== 0) {
      throw refused(422, 'Reference name is invalid');
    }
    await refuseMissing(repository, body.sha);
    if (repository.refs.has(body.ref)) throw refused(422, 'Reference already exists');
    const done = await updateRef(repository.folder, body.ref, body.sha, undefined);
    if (!done) throw refused(422, 'Reference update failed');
    await tellRefChanges(world, repository, actor);
    return created(renderRef(world, repository, body.ref, body.sha));
  }),
  repositoryEndpoint<{ sha: string; force?: boolean }>('git/update-ref', 'contents:write', async (call) => {
    const { world, repository, body, actor, path } = call;
    const ref = `refs/${path.ref}`;
    const before = repository.refs.get(ref);
    if (before === undefined) throw refused(422, 'Reference does not exist');
    await refuseMissing(repository, body.sha);
    if (body.force !== true && !(await isAncestor(repository.folder, before, body.sha))) {
      throw refused(422, 'Update is not a fast forward');
    }
    await updateRef(repository.folder, ref, body.sha, before);
    await tellRefChanges(world, repository, actor);
    return ok(renderRef(world, repository, ref, body.sha));
  }),
  repositoryEndpoint('git/delete-ref', 'contents:write', async ({ world, repository, actor, path }) => {
    const ref = `refs/${path.ref}`;
    if (!repository.refs.has(ref)) throw refused(422, 'Reference does not exist');
    if (ref === `refs/heads/${repository.defaultBranch}`) {
      throw new ApiError(422, { message: 'Cannot delete the default branch' });
    }
    await deleteRef(repository.folder, ref);
    await tellRefChanges(world, repository, actor);
    return noContent;
  }),
];

async function refuseMissing({ folder }: Repository, sha: string): Promise<void> {
  const whole = /^[0-9a-f]{40}$/.test(sha);
  if (whole && (await tryGit(folder, ['cat-file', '-e', sha])).exitCode === 0) return;
  throw refused(
    422,
    whole ? 'Object does not exist' : 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].',
  );
}
