import type { TaskView } from '../../protocol/views.ts';
import { code } from '../text/fence.ts';
import { inlineText } from './inline_text.ts';

/** The most of a question that a row of the status comment shows, in UTF-16 code units. */
const QUESTION_LIMIT = 200;

/** What a blocked task asks, and how it is answered. */
export function asksText({ questions }: Pick<TaskView, 'questions'>): string {
  if (questions.length === 0) return 'waits for an answer';
  const each = questions.map(({ n, text }) => `${inlineText(text, QUESTION_LIMIT)} (Q${n})`);
  const first = questions[0];
  const option = first?.options[0] ?? 'TEXT';
  return `asks: ${each.join('; ')}. ${code(`planwright answer Q${first?.n} ${option}`)} answers it`;
}
