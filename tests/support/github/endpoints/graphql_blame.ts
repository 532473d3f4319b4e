import { tryGit } from '../git/git.ts';
import { type Caller, hasPermission, seesRepository } from '../http/authenticate.ts';
import type { Answer } from '../http/endpoint.ts';
import type { World } from '../world.ts';
import { failed } from './graphql_answer.ts';

/** Who wrote which lines of a file at a commit, each line as a range of its own. */
export async function blame(
  world: World,
  caller: Caller,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { owner, repo, commit, path } = variables as Readonly<Record<'owner' | 'repo' | 'commit' | 'path', string>>;
  const repository = [...world.state.repositories.values()].find(
    (each) => `${each.owner}/${each.name}`.toLowerCase() === `${owner}/${repo}`.toLowerCase(),
  );
  if (repository === undefined || !seesRepository(caller, repository)) {
    return failed('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${repo}'.`);
  }
  if (caller.kind !== 'installation' || !hasPermission(caller.permissions, 'contents', 'read')) {
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  }
  const { exitCode, stdout } = await tryGit(repository.folder, ['blame', '--porcelain', commit, '--', path]);
  if (exitCode !== 0) return { status: 200, body: { data: { repository: { object: null } } } };
  const ranges = [...stdout.matchAll(/^([0-9a-f]{40}) \d+ (\d+)/gm)].map(([, oid, line]) => ({
    startingLine: Number(line),
    endingLine: Number(line),
    commit: { oid },
  }));
  return { status: 200, body: { data: { repository: { object: { blame: { ranges } } } } } };
}
