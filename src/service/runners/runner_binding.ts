import { Refusal } from '../../core/refusal.ts';
import { mayHave, type RunnerToken } from '../../core/runner/runner_token.ts';
import type { ServiceDependencies } from '../dependencies.ts';

type Reader = {
  readonly store: { readonly read: Pick<ServiceDependencies['store']['read'], 'runnerById' | 'attemptSlice'> };
};

/**
 * A runner is bound to the token that it registered with: nobody speaks for it with another. `token` is the caller's; null:
 * that of the service's environment.
 *
 * @throws Refusal `unknown_runner`
 */
export async function requireOwnRunner({ store }: Reader, token: RunnerToken | null, runner: string): Promise<void> {
  if (!(await isBoundToAnother({ store }, token, runner))) return;
  throw new Refusal('unknown_runner', 'This runner registered with another token. Register again.');
}

/**
 * The same for what is said of an attempt, which must also be of a repository within the token's scope: that may have been
 * renamed out of it meanwhile.
 *
 * @throws Refusal `attempt_not_current`
 */
export async function requireOwnAttempt(
  { store }: Reader,
  token: RunnerToken | null,
  { runner, attempt }: { readonly runner: string; readonly attempt: string },
): Promise<void> {
  const another = await isBoundToAnother({ store }, token, runner);
  const scoped = token !== null && token.repositories !== null;
  const slice = scoped && !another ? await store.read.attemptSlice(attempt, 'direct') : null;
  if (!another && (slice === null || mayHave(token, slice.repository.name))) return;
  throw new Refusal('attempt_not_current', 'This attempt is none that the runner may have with this token.');
}

async function isBoundToAnother({ store }: Reader, token: RunnerToken | null, runner: string): Promise<boolean> {
  const known = await store.read.runnerById(runner);
  return known !== null && known.token?.name !== token?.name;
}
