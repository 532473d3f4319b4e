import { tellRefChanges } from '../actions/ref_changes.ts';
import { isAncestor } from '../git/bare_repository.ts';
import { tryGit } from '../git/git.ts';
import { type Caller, hasPermission, seesRepository } from '../http/authenticate.ts';
import type { Answer } from '../http/endpoint.ts';
import type { Repository } from '../state.ts';
import { botLogin, nodeId, type World } from '../world.ts';
import { failed } from './graphql_answer.ts';

type RefUpdate = {
  readonly name: string;
  readonly beforeOid?: string;
  readonly afterOid: string;
  readonly force?: boolean;
};

const NOWHERE = '0'.repeat(40);

/** `updateRefs`: makes, moves and removes refs, all or none, each only while it points where the caller says. */
export async function updateRefs(
  world: World,
  caller: Caller,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const id = String(variables.repository);
  const updates = variables.updates as readonly RefUpdate[];
  const repository = [...world.state.repositories.values()].find((each) => nodeId('R', each.id) === id);
  if (repository === undefined || !seesRepository(caller, repository)) {
    return failed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  }
  if (caller.kind !== 'installation' || !hasPermission(caller.permissions, 'contents', 'write')) {
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  }
  return await world.alone(repository, async () => {
    for (const update of updates) {
      const wrong = await whyNot(repository, update);
      if (wrong !== undefined) return failed('UNPROCESSABLE', wrong);
    }
    for (const { name, afterOid } of updates) {
      const args = afterOid === NOWHERE ? ['-d', name] : [name, afterOid];
      await tryGit(repository.folder, ['update-ref', ...args]);
    }
    await tellRefChanges(world, repository, botLogin(world.app));
    return { status: 200, body: { data: { updateRefs: { clientMutationId: null } } } };
  });
}

async function whyNot(repository: Repository, update: RefUpdate): Promise<string | undefined> {
  const { name, beforeOid, afterOid, force = false } = update;
  const now = repository.refs.get(name) ?? NOWHERE;
  if (beforeOid !== undefined && beforeOid !== now) return `Reference ${name} is not at the expected value.`;
  if (name === `refs/heads/${repository.defaultBranch}` && afterOid === NOWHERE) {
    return 'Cannot delete the default branch';
  }
  const forward = now !== NOWHERE && afterOid !== NOWHERE && (await isAncestor(repository.folder, now, afterOid));
  return force || now === NOWHERE || forward ? undefined : 'Update is not a fast forward';
}
