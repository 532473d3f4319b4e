import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli_error.ts';

/** How long a service that does not answer is waited for, and how often it is asked meanwhile. */
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 1_000;

/**
 * Asks again while the service does not answer, as when it is restarted.
 * @throws CliError `unreachable` where it stays away for two minutes, and every other at once
 */
export async function pastOutage<Answer>(
  ask: () => Promise<Answer>,
  { patienceMs = PATIENCE_MS, askAgainMs = ASK_AGAIN_MS } = {},
): Promise<Answer> {
  for (let waitedMs = 0; ; waitedMs += askAgainMs) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== 'unreachable' || waitedMs >= patienceMs) throw error;
      await sleep(askAgainMs);
    }
  }
}
