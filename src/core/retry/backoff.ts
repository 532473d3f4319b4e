/** Waits before what failed is tried again: the first, doubled with every failure, up to the longest. In milliseconds. */
export type Backoff = { readonly firstMs: number; readonly longestMs: number };

/**
 * The longest wait after so many failures: exponential, capped.
 *
 * @param failures how many tries have failed so far, from 1
 */
export function backoffCeilingMs({ firstMs, longestMs }: Backoff, failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
}

/**
 * The wait after so many failures with equal jitter (half fixed, half random), so that those who failed together do not come
 * back together: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param random a number in [0, 1)
 */
export function backoffMs(backoff: Backoff, failures: number, random: number): number {
  const ceilingMs = backoffCeilingMs(backoff, failures);
  return Math.ceil((ceilingMs + ceilingMs * random) / 2);
}

const DAY_MS = 86_400_000;

/** How long is waited for what says itself when it is over, in milliseconds: nobody is believed who says that it takes longer than a day. */
export function believedMs(toldMs: number): number {
  return Math.min(toldMs, DAY_MS);
}
