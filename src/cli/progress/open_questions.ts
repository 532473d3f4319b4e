import type { EventView } from '../../protocol/views.ts';
import type { OpenQuestion } from '../text/question_line.ts';
import type { ProgressEvent } from './progress_event.ts';

/** The events that ask or settle a question. */
export type OfQuestions = Extract<ProgressEvent, { readonly kind: `question_${string}` }>;

/** What is open after such an event. */
export function questionsAfter(
  open: readonly OpenQuestion[],
  read: OfQuestions,
  { at }: Pick<EventView, 'at'>,
): readonly OpenQuestion[] {
  if (read.kind === 'question_asked') return [...open, { ...read, askedAt: at }];
  return open.filter(({ n }) => n !== read.n);
}

/** Whether the event asks or settles a question. */
export function isOfQuestions(read: ProgressEvent): read is OfQuestions {
  return read.kind.startsWith('question_');
}
