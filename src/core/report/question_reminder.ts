import { inlineText } from './inline_text.ts';
import { mention } from './links.ts';
import { keyList } from './progress.ts';
import { questionLink } from './question_link.ts';
import { askersOf, type QuestionReport, standingOf } from './question_report.ts';

const TEXT_LIMIT = 300;

/** Reminds the owner once of a question that nobody answered by its deadline, without its hidden marker. */
export function questionReminder(of: QuestionReport): string {
  const { n, text, options } = standingOf(of);
  const keys = askersOf(of);
  const link = questionLink(of.report, n);
  const waiting =
    keys.length === 0 ? '' : ` ${keyList(keys)} ${keys.length === 1 ? 'stays' : 'stay'} blocked until then.`;
  const tick = options.length === 0 ? '' : 'tick an option there, or ';
  return [
    `${link} waits for an answer beyond its deadline: ${inlineText(text, TEXT_LIMIT)}${waiting}`,
    `Wanted of ${mention(of.report.run.owner)}: ${tick}reply \`Q${n} …\`. This is the only reminder.`,
  ].join('\n');
}
