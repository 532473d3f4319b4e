import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;

/**
 * Looks until there is something, for what tells nobody by itself when it comes: a file, a process of somebody else.
 * @throws after `withinMs`, naming what was waited for
 */
export async function until<Found>(
  what: string,
  look: () => Found | undefined | Promise<Found | undefined>,
  withinMs = 20_000,
): Promise<Found> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Within ${withinMs} ms there was no ${what}.`);
    await pause(LOOK_AGAIN_MS);
  }
}
