import type { SessionHolder } from '../session_holder.ts';

/**
 * Whether a task is left to another runner for the moment: to the one that holds its conversation, while that could take it and
 * is likely to come for it.
 *
 * @param now epoch milliseconds
 * @param rests whether a provider takes no work on a runner now
 */
export function isLeftToAnother(
  session: SessionHolder | null,
  runner: string,
  headStartMs: number,
  now: number,
  rests: (runner: string, provider: string) => boolean,
): boolean {
  if (session === null || session.runner === runner || !session.hasSlot) return false;
  if (rests(session.runner, session.provider)) return false;
  return now - session.readyAt < headStartMs && now - session.seenAt < headStartMs;
}
