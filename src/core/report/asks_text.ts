import type { TaskView } from '../../protocol/views.ts';
import { defaultText, exampleAnswer } from '../text/default_text.ts';
import { code } from '../text/fence.ts';
import { inlineText } from './inline_text.ts';

/** The most of a question that a row of the status comment shows, in UTF-16 code units. */
const QUESTION_LIMIT = 200;

/**
 * What a blocked task asks, what counts where nobody answers, and how it is answered; that says its comment, where there is one.
 *
 * @param linked a question by its number, as a link to its comment
 */
export function asksText({ questions }: Pick<TaskView, 'questions'>, linked: (n: number) => string): string {
  const [first] = questions;
  if (first === undefined) return 'waits for an answer';
  const each = questions.map((question) => {
    const counts = defaultText(question, (text) => inlineText(text, QUESTION_LIMIT));
    const about = counts === null ? '' : `; ${counts}`;
    const first = question.isWithOrchestrator ? '; the orchestrator looks at it first' : '';
    return `${inlineText(question.text, QUESTION_LIMIT)} (${linked(question.n)}${first}${about})`;
  });
  const asks = `asks: ${each.join('; ')}`;
  // Nothing is wanted of people yet.
  if (questions.every(({ isWithOrchestrator }) => isWithOrchestrator)) return asks;
  if (questions.every(({ n }) => linked(n) !== `Q${n}`)) return asks;
  return `${asks}. ${code(`/planwright answer Q${first.n} ${exampleAnswer(first)}`)} answers it`;
}
