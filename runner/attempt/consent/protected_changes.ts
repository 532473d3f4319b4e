import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { pathMatcher } from '../../../src/text/path_glob.ts';
import type { ChangedPath } from '../../git/changed_paths.ts';
import type { Mirror } from '../../git/mirror.ts';
import type { GitPort } from '../git_port.ts';
import { ALLOW, consents, listedPath } from './consent.ts';

/** Changes of protected paths, by what people have said of them. */
export type ProtectedChanges = {
  /** Nobody was asked about these very contents yet. */
  readonly unasked: readonly ChangedPath[];
  readonly discarded: readonly ChangedPath[];
};

/** What of the request says which changes are protected. */
export type Protection = Pick<ExecutionRequest, 'protected' | 'answers'>;

/** The changes of protected paths from `trusted` to `commit` which nobody has allowed. */
export async function protectedChanges(
  git: Pick<GitPort, 'changedPaths'>,
  mirror: Mirror,
  { trusted, commit }: { readonly trusted: string; readonly commit: string },
  protection: Protection,
  signal: AbortSignal,
): Promise<ProtectedChanges> {
  const changes = await git.changedPaths(mirror, trusted, commit, signal);
  const isProtected = pathMatcher(protection.protected.paths, { ignoreCase: true });
  const said = consents(protection.answers, 'protected_paths');
  const open = changes.filter((change) => isProtected(change.path) && said.get(lineOf(change)) !== ALLOW);
  return {
    unasked: open.filter((change) => !said.has(lineOf(change))),
    discarded: open.filter((change) => said.has(lineOf(change))),
  };
}

/** Those among the changes that agents would read as their configuration. */
export function ofAgents(changes: readonly ChangedPath[], { protected: { agentConfiguration } }: Protection) {
  const isConfiguration = pathMatcher(agentConfiguration, { ignoreCase: true });
  return changes.filter(({ path }) => isConfiguration(path));
}

/**
 * The changes as the lines that a question shows first, each with the id of the new content: what is answered is answered for
 * these contents and no other.
 */
export function linesOf(changes: readonly ChangedPath[]): string {
  return changes.map(lineOf).join('\n');
}

function lineOf({ status, kind, objectId, path }: ChangedPath): string {
  return `${status} ${kind} ${objectId ?? '-'} ${listedPath(path)}`;
}
