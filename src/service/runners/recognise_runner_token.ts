import { Refusal } from '../../core/refusal.ts';
import { digestOf, isRunnerToken, type RunnerToken } from '../../core/runner/runner_token.ts';
import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/**
 * The token that a text is; null: none that was ever made. The database is asked each time, so that a token which was revoked
 * opens nothing from then on, whatever process is asked.
 *
 * @throws Refusal `unauthorized` where it was revoked
 */
export async function recogniseRunnerToken(
  deps: Pick<ServiceDependencies, 'store' | 'clock' | 'log'>,
  text: string,
): Promise<RunnerToken | null> {
  const token = isRunnerToken(text) ? await deps.store.runnerTokens.byDigest(digestOf(text)) : null;
  if (token === null) return null;
  const { name, repositories, revokedAt, lastUsedOn } = token;
  if (revokedAt !== null) {
    throw new Refusal(
      'unauthorized',
      `The runner token \`${name}\` was revoked on ${dayOf(revokedAt)}. Make another with \`planwright token create\` and start the runner with it as RUNNER_TOKEN.`,
    );
  }
  const today = dayOf(deps.clock.now());
  if (lastUsedOn !== today) await noteUse(deps, name, today);
  return { name, repositories };
}

/** When it was last used is worth no refusal. */
async function noteUse(
  { store, log }: Pick<ServiceDependencies, 'store' | 'log'>,
  name: string,
  day: string,
): Promise<void> {
  try {
    await store.runnerTokens.noteUse(name, day);
  } catch (error) {
    log('warn', 'When a runner token was last used could not be noted.', {
      token: name,
      message: errorMessage(error),
    });
  }
}

/** A moment's day in UTC, like `2026-11-21`. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
