import type { QuestionView } from '../../protocol/questions.ts';
import { deadlineText, settlesAt } from '../text/default_text.ts';
import { inlineText } from './inline_text.ts';

const OPTION_LIMIT = 200;
const DEFAULT_LIMIT = 300;

/** The only boxes of the comment, one for each option in its order; that which counts is ticked. */
export function optionList(question: QuestionView): string {
  const chosen = question.answer?.toLowerCase();
  const lines = question.options.map((option) => {
    const sign = option.toLowerCase() === chosen ? 'x' : ' ';
    const used = question.state === 'open' && isDefault(question, option) ? usedFrom(question) : '';
    return `- [${sign}] ${inlineText(option, OPTION_LIMIT)}${used}`;
  });
  return lines.join('\n');
}

function isDefault({ default: fallback }: QuestionView, option: string): boolean {
  return fallback !== null && option.trim().toLowerCase() === fallback.trim().toLowerCase();
}

function usedFrom(question: QuestionView): string {
  const at = settlesAt(question);
  return at === null ? '' : ` (used if nobody answers by ${deadlineText(at, question.askedAt)})`;
}

/** What happens where nobody answers, unless an option says so; of a deadline that is over, that it is. */
export function unansweredText(question: QuestionView, now: number): string {
  const { default: fallback, deadlineAt, askedAt } = question;
  if (deadlineAt === null) return '';
  const by = deadlineText(deadlineAt, askedAt);
  if (fallback === null && deadlineAt <= now) return ` Nobody answered by ${by}; nothing is decided without you.`;
  if (fallback === null) return ` Nothing is decided without you: at ${by} I remind you once.`;
  if (question.options.some((option) => isDefault(question, option))) return '';
  return ` If nobody answers by ${by}, this counts: ${inlineText(fallback, DEFAULT_LIMIT)}.`;
}
