/** Time as the process code sees it, passed in so that a simulation can stand in for it. */
export type Clock = {
  /** Milliseconds from an arbitrary start; never goes backwards. */
  now(): number;
  /** Calls `action` once after `delayMs`; the returned function calls that off. */
  after(delayMs: number, action: () => void): () => void;
};

/** Node's timers fire at once for longer delays than this (2^31 - 1 ms, 24.8 days), so long ones are cut in pieces. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, action) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const pieceMs = Math.min(leftMs, LONGEST_TIMER_MS);
      timer = setTimeout(() => (leftMs > pieceMs ? arm(leftMs - pieceMs) : action()), pieceMs);
    };
    arm(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** Resolves with `event` or after `limitMs`, whichever is first. */
export async function within(limitMs: number, clock: Clock, event: Promise<void>): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const callOff = clock.after(limitMs, limit.resolve);
  await Promise.race([event, limit.promise]);
  callOff();
}
