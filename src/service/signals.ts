/**
 * Wakes what waits in this process, so that nobody has to look at the database all the time. Losing a signal costs time
 * and nothing else: whoever waits also looks again by itself after a while.
 */
export type Signals = {
  /** A task may have become ready, or room for one. */
  readonly work: Signal;
  /** Something was put into the outbox, or a run has no open task left. */
  readonly chores: Signal;
  /** Events were written. */
  readonly events: Signal;
};

/** Tells whoever waits in this process that there may be something to do. */
export type Signal = {
  readonly wake: () => void;
  /** Calls `listener` at every wake until the returned function is called. */
  readonly listen: (listener: () => void) => () => void;
  /** Resolves at the next wake, after `atMostMs`, or when the caller gives up. */
  readonly next: (atMostMs: number, givenUp?: AbortSignal) => Promise<void>;
};

/** Signals of one process. */
export function createSignals(): Signals {
  return { work: createSignal(), chores: createSignal(), events: createSignal() };
}

function createSignal(): Signal {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    wake: () => {
      for (const listener of [...listeners]) listener();
    },
    listen,
    next: (atMostMs, givenUp) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          stop();
          givenUp?.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, atMostMs);
        const stop = listen(finish);
        if (givenUp?.aborted) finish();
        else givenUp?.addEventListener('abort', finish, { once: true });
      }),
  };
}
