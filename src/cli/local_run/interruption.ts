import { onEndingSignal } from '../signals.ts';

/** The user's wish to stop: the first Ctrl-C asks, the second does not wait. A hang-up asks too, and never hurries. */
export type Interruption = {
  /** Aborts at the first signal. */
  readonly asked: AbortSignal;
  /** Stops listening. */
  readonly release: () => void;
};

/**
 * Listens for Ctrl-C and its like.
 * @param onFirst told at the first signal
 * @param atOnce called at the second; must not return
 */
export function listenForInterruption(onFirst: () => void, atOnce: () => void): Interruption {
  const asked = new AbortController();
  const release = onEndingSignal((signal) => {
    if (asked.signal.aborted) {
      if (signal !== 'SIGHUP') atOnce();
      return;
    }
    onFirst();
    asked.abort();
  });
  return { asked: asked.signal, release };
}
