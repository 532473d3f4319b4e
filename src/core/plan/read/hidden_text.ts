import { hiddenPlaces } from '../../../text/visible_text.ts';
import { counted } from '../../text/counted.ts';
import type { ProblemList } from './problems.ts';

/** Lines that are told one by one; whoever hides text in more of them is told enough. */
const MOST_LINES = 20;

/** Remarks on text that nobody sees who reads the plan on GitHub: agents are not given it. */
export function noteHiddenText(lines: readonly string[], problems: ProblemList): void {
  const places = hiddenPlaces(lines.join('\n'));
  for (const { line, comments, characters } of places.slice(0, MOST_LINES)) {
    const what = [
      ...(comments === 0 ? [] : [counted(comments, 'HTML comment')]),
      ...(characters === 0 ? [] : [counted(characters, 'invisible character')]),
    ].join(' and ');
    const more = places.length > MOST_LINES ? ` The plan has ${places.length} such lines.` : '';
    problems.warning(
      line,
      'hidden-text',
      `Nobody who reads the page sees ${what} here, so no agent is given it.${more}`,
      'Write it so that everybody sees it, or remove it.',
    );
  }
}
