import type { AgentBackend } from '../../agents/agent_driver.ts';
import type { Attempt } from '../attempt.ts';

type Backend = Pick<AgentBackend, 'isBoundToFolder'>;

/** Whether an earlier conversation can go on here: its HOME was kept, and its agent finds it. */
export function mayGoOn(backend: Backend, attempt: Pick<Attempt, 'isHomeKept' | 'isInUsualFolder'>): boolean {
  return attempt.isHomeKept && isFoundAgain(backend, attempt);
}

/**
 * Whether the conversations of this attempt and of others are found by each other: some agents find one only in the folder
 * where it began.
 */
export function isFoundAgain(
  { isBoundToFolder }: Backend,
  { isInUsualFolder }: Pick<Attempt, 'isInUsualFolder'>,
): boolean {
  return isInUsualFolder || !isBoundToFolder;
}
