import type { PlanProblem, PlanWarning } from '../plan/plan.ts';
import { code } from './fence.ts';
import { inlineText } from './inline_text.ts';
import { shortenLine, UNMARKED_TEXT_LIMIT } from './shorten.ts';

const QUOTE_LIMIT = 160;
const MESSAGE_LIMIT = 600;
/** More than these nobody reads before mending the first. */
const WARNINGS_SHOWN = 20;

/**
 * The comment about a plan that did not start, without its hidden marker: each mistake with its line, what is wrong, how
 * to mend it and the line itself. As many as fit; the rest is counted.
 */
export function planProblems(
  problems: readonly PlanProblem[],
  warnings: readonly PlanWarning[],
  markdown: string,
): string {
  const source = markdown.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const things = problems.length === 1 ? '1 thing' : `${problems.length} things`;
  const head = `**This plan did not start: ${things} to mend.** Edit the issue; it is checked again by itself.`;
  const remarks = warnings.slice(0, WARNINGS_SHOWN).map((warning) => item(warning, source));
  const tail =
    remarks.length === 0 ? '' : `\n\nAlso noticed, which would not keep it from starting:\n\n${remarks.join('\n')}`;
  const list = itemsWithin(problems, source, UNMARKED_TEXT_LIMIT - head.length - tail.length - 4);
  return `${head}\n\n${list}${tail}`;
}

function itemsWithin(problems: readonly PlanProblem[], source: readonly string[], limit: number): string {
  const rest = (count: number) => `- and ${count} more`;
  const items: string[] = [];
  let room = limit - rest(problems.length).length - 1;
  for (const problem of problems) {
    const text = item(problem, source);
    if (text.length + 1 > room) break;
    room -= text.length + 1;
    items.push(text);
  }
  const left = problems.length - items.length;
  return [...items, ...(left > 0 ? [rest(left)] : [])].join('\n');
}

function item({ line, message, mend }: PlanProblem, source: readonly string[]): string {
  const quote = shortenLine((source[line - 1] ?? '').trim(), QUOTE_LIMIT);
  const told = `- line ${line}: ${inlineText(message, MESSAGE_LIMIT)} ${inlineText(mend, MESSAGE_LIMIT)}`;
  return quote === '' ? told : `${told}\n  ${code(quote)}`;
}
