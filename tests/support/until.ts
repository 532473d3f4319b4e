import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;

/**
 * Looks until there is something, for what tells nobody by itself when it comes: a file, a process of somebody else.
 *
 * @param what is waited for, or says at the end how far it came
 * @param everyMs how long to wait before looking again; more where looking costs more
 * @throws after `withinMs`, telling `what`
 */
export async function until<Found>(
  what: string | (() => Promise<string>),
  look: () => Found | undefined | Promise<Found | undefined>,
  withinMs = 20_000,
  everyMs = LOOK_AGAIN_MS,
): Promise<Found> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new Error(typeof what === 'string' ? `Within ${withinMs} ms there was no ${what}.` : await what());
    }
    await pause(everyMs);
  }
}
