import { tellRefChanges } from '../actions/ref_changes.ts';
import { commitFiles, updateRef } from '../git/bare_repository.ts';
import { type Caller, hasPermission, seesRepository } from '../http/authenticate.ts';
import type { Answer } from '../http/endpoint.ts';
import { signatureOf } from '../render/commit.ts';
import { botLogin, type World } from '../world.ts';
import { failed } from './graphql_answer.ts';

type CommitInput = {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges: { readonly additions: readonly { readonly path: string; readonly contents: string }[] };
};

/** `createCommitOnBranch`: a commit of files on top of a branch, only while that stands where the caller says. */
export async function createCommitOnBranch(
  world: World,
  caller: Caller,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { branch, expectedHeadOid, message, fileChanges } = variables.input as CommitInput;
  const repository = [...world.state.repositories.values()].find(
    ({ owner, name }) => `${owner}/${name}` === branch.repositoryNameWithOwner,
  );
  if (repository === undefined || !seesRepository(caller, repository)) {
    return failed('NOT_FOUND', `Could not resolve to a Repository with the name '${branch.repositoryNameWithOwner}'.`);
  }
  if (caller.kind !== 'installation' || !hasPermission(caller.permissions, 'contents', 'write')) {
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  }
  return await world.alone(repository, async () => {
    const ref = `refs/heads/${branch.branchName}`;
    const now = repository.refs.get(ref);
    if (now === undefined) return failed('NOT_FOUND', `Branch ${branch.branchName} not found`);
    if (now !== expectedHeadOid) {
      return failed('STALE_DATA', `Expected branch to point to "${expectedHeadOid}" but it points to "${now}".`);
    }
    const author = signatureOf(botLogin(world.app), world.now());
    const files = Object.fromEntries(
      fileChanges.additions.map(({ path, contents }) => [path, Buffer.from(contents, 'base64').toString()]),
    );
    const text = message.body === undefined ? message.headline : `${message.headline}\n\n${message.body}`;
    const oid = await commitFiles(repository.folder, { parent: now, files, message: text, author });
    await updateRef(repository.folder, ref, oid, now);
    await tellRefChanges(world, repository, botLogin(world.app));
    return { status: 200, body: { data: { createCommitOnBranch: { commit: { oid } } } } };
  });
}
