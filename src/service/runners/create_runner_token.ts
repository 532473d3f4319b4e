import { Refusal } from '../../core/refusal.ts';
import { isCovered } from '../../core/runner/repository_globs.ts';
import { digestOf, RUNNER_TOKEN_BYTES, runnerTokenOf } from '../../core/runner/runner_token.ts';
import type { CreateRunnerTokenRequest, CreateRunnerTokenResponse } from '../../protocol/runner_tokens.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** Repositories that are looked at to tell of a scope that means none of them. */
const REPOSITORIES_AT_MOST = 10_000;

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
  const unmatched = await globsWithoutRepository(store, repositories ?? []);
  return { token: { name, repositories, createdAt, lastUsedOn: null, revokedAt: null }, secret, unmatched };
}

/** Where no repository is known at all, nothing can be told. */
async function globsWithoutRepository(
  { view }: Pick<ServiceDependencies['store'], 'view'>,
  globs: readonly string[],
): Promise<string[]> {
  const known = globs.length === 0 ? [] : await view.repositoryNames(REPOSITORIES_AT_MOST);
  if (known.length === 0) return [];
  return globs.filter((glob) => !known.some((name) => isCovered(name, [glob])));
}
