import type { SessionRecord } from '../records.ts';
import type { LeaseDetails } from './slices.ts';

/**
 * The conversation that the next attempt goes on with at this runner and agent; null: a new one begins. One that has outgrown
 * its model is left, and so is one whose agent failed again when it went on with it.
 */
export function sessionToResume(
  { sessions, earlier }: Pick<LeaseDetails, 'sessions' | 'earlier'>,
  runner: string,
  provider: string,
): SessionRecord | null {
  const found = sessions.find((session) => session.runner === runner && session.provider === provider);
  if (found === undefined) return null;
  if (earlier === null || earlier.number !== found.attempt) return found;
  if (earlier.class === 'context_too_long') return null;
  return earlier.class === 'agent_error' && found.began < found.attempt ? null : found;
}
