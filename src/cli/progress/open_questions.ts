import type { EventView } from '../../protocol/views.ts';
import type { OpenQuestion } from '../text/question_line.ts';
import type { ProgressEvent } from './progress_event.ts';

/** The events that ask or settle a question, or say who is to answer it. */
export type OfQuestions = Extract<ProgressEvent, { readonly kind: `question_${string}` }>;

/** What is open after such an event. */
export function questionsAfter(
  open: readonly OpenQuestion[],
  read: OfQuestions,
  { at }: Pick<EventView, 'at'>,
): readonly OpenQuestion[] {
  switch (read.kind) {
    case 'question_asked':
      return [...open, { ...read, askedAt: at }];
    case 'question_passed_on':
      return open.map(({ isWithOrchestrator, ...question }) =>
        question.n === read.n || isWithOrchestrator === undefined ? question : { ...question, isWithOrchestrator },
      );
    case 'question_reminded':
      return open;
    case 'question_answered':
    case 'question_expired':
    case 'question_withdrawn':
      return open.filter(({ n }) => n !== read.n);
    default:
      return read satisfies never;
  }
}

/** Whether the event is about a question. */
export function isOfQuestions(read: ProgressEvent): read is OfQuestions {
  return read.kind.startsWith('question_');
}
