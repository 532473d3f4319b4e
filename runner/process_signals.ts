import { Cancellation, type CancellationSignals } from './process/cancellation.ts';

/**
 * Turns SIGINT and SIGTERM into the end of the runner: the first asks, the second ends at once. The reason is the
 * signal's name. A hang-up asks too, and never hurries: it comes as often as somebody notices that nobody reads the log any more.
 */
export function listenToSignals(): CancellationSignals {
  const end = new Cancellation();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => (end.stopping.aborted ? end.immediate(name) : end.graceful(name)));
  }
  process.on('SIGHUP', () => end.graceful('SIGHUP'));
  return end;
}
