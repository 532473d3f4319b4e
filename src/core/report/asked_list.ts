import type { QuestionView } from '../../protocol/questions.ts';
import { inlineText } from './inline_text.ts';
import { keyList } from './progress.ts';
import { questionLink } from './question_link.ts';
import { askersOf, standingOf } from './question_report.ts';
import type { RunReport } from './run_report.ts';

const QUESTION_LIMIT = 200;
const ANSWER_LIMIT = 200;
const NAME_LIMIT = 100;

/** What was asked in a run and what counted as the answer, by whom, one line each; what nobody waited for any more is left out. */
export function askedList(report: RunReport): string {
  return report.settled.flatMap((asked) => lineOf(report, asked)).join('\n');
}

function lineOf(report: RunReport, asked: readonly QuestionView[]): readonly string[] {
  const question = standingOf({ asked });
  if (question.state !== 'answered' && question.state !== 'expired') return [];
  const keys = askersOf({ asked });
  const of = keys.length === 0 ? '' : ` of ${keyList(keys)}`;
  const [first = ''] = question.text.trim().split('\n');
  return [`- ${questionLink(report, question.n)}${of}: ${inlineText(first, QUESTION_LIMIT)} ${answered(question)}`];
}

function answered({ state, answer, answeredBy, overruled }: QuestionView): string {
  const said = inlineText(answer ?? '', ANSWER_LIMIT);
  if (state === 'expired') return `Nobody answered in time, so the default counted: ${said}`;
  const before =
    overruled === undefined ? '' : ` (the orchestrator had answered: ${inlineText(overruled, ANSWER_LIMIT)})`;
  return `Answered by ${inlineText(answeredBy ?? '', NAME_LIMIT)}: ${said}${before}`;
}
