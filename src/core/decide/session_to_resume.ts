import type { HeldSession } from '../slices.ts';

/**
 * The conversation that the next attempt goes on with at this runner and agent; null: a new one begins. One that has outgrown
 * its model is left, and so is one whose agent failed again when it went on with it, whatever other agents did since.
 */
export function sessionToResume(
  sessions: readonly HeldSession[],
  runner: string,
  provider: string,
): HeldSession | null {
  const found = sessions.find((session) => session.runner === runner && session.provider === provider);
  if (found === undefined || found.failed === 'context_too_long') return null;
  return found.failed === 'agent_error' && found.began < found.attempt ? null : found;
}
