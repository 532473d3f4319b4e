import type { RunnerTokenRecord } from '../../core/runner/runner_token.ts';
import type { RunnerTokenView } from '../../protocol/runner_tokens.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** All tokens of runners, revoked ones too, by name. */
export async function listRunnerTokens({
  store,
}: Pick<ServiceDependencies, 'store'>): Promise<readonly RunnerTokenView[]> {
  return (await store.runnerTokens.list()).map(viewOfToken);
}

/** What people see of a token: not even its digest. */
export function viewOfToken(token: RunnerTokenRecord): RunnerTokenView {
  const { name, repositories, createdAt, lastUsedOn, revokedAt } = token;
  return { name, repositories: repositories === null ? null : [...repositories], createdAt, lastUsedOn, revokedAt };
}
