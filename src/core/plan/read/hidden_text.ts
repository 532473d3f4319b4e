import { hiddenPlaces, invisibleCharacters } from '../../../text/visible_text.ts';
import { counted } from '../../text/counted.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { ValueLine } from './written_values.ts';

/** Lines that are told one by one; whoever hides text in more of them is told enough. */
const MOST_LINES = 20;

const CODE = 'hidden-text';

/** Refuses a value of which people see a part only, since all of it would be carried out. True: it was refused. */
export function refuseHiding(key: string, { text, line, isHiding }: ValueLine, problems: ProblemList): boolean {
  const fault =
    invisibleFault(key, text) ?? (isHiding ? { message: hidingMessage(key), mend: MEND_MARKUP } : undefined);
  if (fault !== undefined) problems.problem(line, CODE, fault.message, fault.mend);
  return fault !== undefined;
}

/** What is wrong with a value that holds characters which nobody sees, wherever it stands. */
export function invisibleFault(key: string, text: string) {
  const count = invisibleCharacters(text);
  if (count === 0) return undefined;
  const message = `${quoted(key)} has ${counted(count, 'invisible character')}, so it is not what it looks like.`;
  return { message, mend: 'Type it anew, without what cannot be seen.' };
}

const MEND_MARKUP =
  'Take it out. What a command needs of it shows in backticks around the whole command, or stands in a script.';

function hidingMessage(key: string): string {
  return `${quoted(key)} holds a comment, a tag or a link, which the page does not show, and it would be carried out.`;
}

/**
 * Remarks on text that nobody sees who reads the plan on GitHub: agents are not given it. Settings are not among it: what hides
 * in their values is a problem, and what stands there in code is seen.
 *
 * @param ofSettings lines, from 1, of settings below tasks
 */
export function noteHiddenText(lines: readonly string[], ofSettings: ReadonlySet<number>, problems: ProblemList): void {
  const refused = new Set(problems.problems.flatMap(({ code, line }) => (code === CODE ? [line] : [])));
  const places = hiddenPlaces(lines.join('\n')).filter(({ line }) => !refused.has(line) && !ofSettings.has(line));
  for (const { line, comments, characters } of places.slice(0, MOST_LINES)) {
    const what = [
      ...(comments === 0 ? [] : [counted(comments, 'HTML comment')]),
      ...(characters === 0 ? [] : [counted(characters, 'invisible character')]),
    ].join(' and ');
    const more = places.length > MOST_LINES ? ` The plan has ${places.length} such lines.` : '';
    problems.warning(
      line,
      CODE,
      `Nobody who reads the page sees ${what} here, so no agent is given it.${more}`,
      'Write it so that everybody sees it, or remove it.',
    );
  }
}
