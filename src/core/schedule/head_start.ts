/** The runner that holds a task's conversation. */
export type SessionHolder = {
  readonly runner: string;
  readonly name: string;
  /** Whose conversation it is. */
  readonly provider: string;
  /** When it was heard of, and since when the task is ready: epoch milliseconds. */
  readonly seenAt: number;
  readonly readyAt: number;
  /** Whether it could take one more. */
  readonly hasSlot: boolean;
};

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
