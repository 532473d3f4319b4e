import { CliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { onEndingSignal } from '../signals.ts';

/** GitHub takes the code of a manifest for an hour. */
const LIMIT_MS = 3_600_000;

/**
 * Waits for the browser to come back with an App.
 * @throws CliError where somebody stops the command, or nobody comes back in time
 */
export async function untilMade<App>(made: Promise<App>): Promise<App> {
  const ended = Promise.withResolvers<never>();
  const release = onEndingSignal(() =>
    ended.reject(new CliError('interrupted', EXIT.interrupted, 'Stopped before the App was made; nothing was kept.')),
  );
  const limit = setTimeout(() => {
    const message = 'No browser came back from GitHub within an hour; call setup again.';
    ended.reject(new CliError('setup_timed_out', EXIT.workFailed, message));
  }, LIMIT_MS);
  try {
    return await Promise.race([made, ended.promise]);
  } finally {
    release();
    clearTimeout(limit);
  }
}
