import { attemptIsLive } from '../../core/attempt/attempt_state.ts';
import { mayRevive } from '../../core/decide/revive_attempt.ts';
import { Refusal } from '../../core/refusal.ts';
import type { AttemptSlice } from '../../core/slices.ts';
import type { TokenRequest, TokenResponse } from '../../protocol/runner_messages.ts';
import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { RepositoryCredential } from '../ports/forge.ts';

/** What the use case needs of the service. */
type Given = Pick<ServiceDependencies, 'forge' | 'clock' | 'log'> & {
  readonly store: { readonly read: Pick<ServiceDependencies['store']['read'], 'attemptSlice'> };
};

/**
 * Gives a runner what git needs at the repository of an attempt that it holds, for as long as its report would count.
 * The token goes into the answer and nowhere else: no row, no event, no line of the log.
 *
 * @throws Refusal `attempt_not_current`; `unavailable` where the forge gives none at the moment
 */
export async function fetchToken(deps: Given, { runner, attempt }: TokenRequest): Promise<TokenResponse> {
  const slice = await deps.store.read.attemptSlice(attempt, 'direct');
  if (slice === null || slice.attempt.runner !== runner || !mayReport(slice)) {
    throw new Refusal(
      'attempt_not_current',
      'This attempt has ended, was given up or belongs to another runner; it gets no token.',
    );
  }
  const credential = await credentialOf(deps, slice);
  if (credential === null) return { credential };
  const { username, token, expiresAt } = credential;
  return { credential: { username, token, expiresInMs: Math.max(0, Math.floor(expiresAt - deps.clock.now())) } };
}

/** One that was given up but not replaced may still finish, and must push for that. */
function mayReport({ attempt, task }: AttemptSlice): boolean {
  return attemptIsLive(attempt.state) || mayRevive(attempt, task);
}

async function credentialOf({ forge, log }: Given, slice: AttemptSlice): Promise<RepositoryCredential | null> {
  try {
    return await forge.credential(slice.repository);
  } catch (error) {
    log('warn', 'No token could be had for a repository.', {
      repository: slice.repository.name,
      attempt: slice.attempt.id,
      message: errorMessage(error),
    });
    throw new Refusal('unavailable', `There is no token for ${slice.repository.name} at the moment. Try again.`);
  }
}
