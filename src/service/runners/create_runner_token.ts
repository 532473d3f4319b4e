import { Refusal } from '../../core/refusal.ts';
import { digestOf, RUNNER_TOKEN_BYTES, runnerTokenOf } from '../../core/runner/runner_token.ts';
import type { CreateRunnerTokenRequest, CreateRunnerTokenResponse } from '../../protocol/runner_tokens.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/**
 * Makes a token for runners. Its text is in the answer and nowhere else: what is stored is its digest.
 *
 * @throws Refusal `conflict` where the name is taken
 */
export async function createRunnerToken(
  { store, clock, randomBytes }: Pick<ServiceDependencies, 'store' | 'clock' | 'randomBytes'>,
  { name, repositories: scope }: CreateRunnerTokenRequest,
): Promise<CreateRunnerTokenResponse> {
  const repositories = scope ?? null;
  const secret = runnerTokenOf(randomBytes(RUNNER_TOKEN_BYTES));
  const createdAt = clock.now();
  const added = await store.runnerTokens.add({ name, digest: digestOf(secret), repositories, createdAt });
  if (!added) {
    throw new Refusal(
      'conflict',
      `There is a token \`${name}\` already, or was one; a name never means another token. Choose another name.`,
    );
  }
  return { token: { name, repositories, createdAt, lastUsedOn: null, revokedAt: null }, secret };
}
