import type { TaskView } from '../../protocol/views.ts';

/**
 * Whether a task waits for an answer: it is blocked, or its work rests because nobody knows whether another attempt is to be made.
 * What an attempt at work asks is no such thing; it may find another way.
 */
export function waitsForAnswer({
  state,
  takenBy,
  questions,
}: Pick<TaskView, 'state' | 'takenBy' | 'questions'>): boolean {
  if (takenBy !== null) return false;
  return state === 'blocked' || ((state === 'in_review' || state === 'succeeded') && questions.length > 0);
}
