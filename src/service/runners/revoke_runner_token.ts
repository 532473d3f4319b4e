import { Refusal } from '../../core/refusal.ts';
import type { RunnerTokenView } from '../../protocol/runner_tokens.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { viewOfToken } from './list_runner_tokens.ts';

/**
 * Revokes a token: from now on it opens nothing, and what its runners hold is given to others when their leases end.
 *
 * @throws Refusal `not_found`
 */
export async function revokeRunnerToken(
  { store, clock }: Pick<ServiceDependencies, 'store' | 'clock'>,
  name: string,
): Promise<RunnerTokenView> {
  await store.runnerTokens.revoke(name, clock.now());
  const token = await store.runnerTokens.byName(name);
  if (token === null) {
    throw new Refusal('not_found', `There is no token \`${name}\`. \`planwright token list\` shows those there are.`);
  }
  return viewOfToken(token);
}
