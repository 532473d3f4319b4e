import { quoted } from '../plan/read/problems.ts';
import { code } from '../text/fence.ts';

/** What is answered to who names a question that there is not, or not only one of. Markdown. */

/** A longer option is shown by its number, in UTF-16 code units. */
const OPTION_SHOWN = 60;

/** A question as people name it. */
type Asked = { readonly n: number; readonly text: string };

/** A task was named that asks more than one thing. */
export function asksMoreText(task: string, asked: readonly Asked[]): string {
  const each = asked.map(({ n, text }) => `Q${n} (${quoted(text)})`).join(', ');
  return `\`${task}\` asks more than one thing: ${each}. Answer by number.`;
}

/** `answer` alone: what of, in a run that people name so. */
export function whichQuestionText(
  run: string,
  open: readonly { readonly n: number; readonly task: string | null }[],
): string {
  const [first] = open;
  if (first === undefined) return `Nothing is asked in \`${run}\`.`;
  return `Which question? \`${run}\` asks ${listedText(open)}. Write \`/planwright answer Q${first.n} …\`.`;
}

/** A question is named, and nothing is said to it. */
export function saysNothingText({
  n,
  options: [first],
}: {
  readonly n: number;
  readonly options: readonly string[];
}): string {
  const answer = first === undefined ? '…' : first.length > OPTION_SHOWN || first.includes('\n') ? '1' : first;
  const example = first === undefined ? '' : ', for example';
  return `Q${n} is not answered yet: no answer stands behind it. Write ${code(`/planwright answer Q${n} ${answer}`)}${example}.`;
}

/** Words that name no question by its number were written before the one was shown that is asked now. */
export function askedLaterText({ n, text }: Asked, words: string): string {
  const said = words.trim();
  const again = said === '' || said.length > OPTION_SHOWN || said.includes('\n') ? '…' : said;
  return `Q${n} (${quoted(text)}) was not shown yet when this was written, so nothing was changed. To answer it: ${code(`Q${n} ${again}`)}.`;
}

/**
 * Nothing is asked by that name.
 *
 * @param run how people name it
 * @param task the key of the task that was named, where there is one
 * @param open what the run asks, each with the key of the task that asks it; null: the run itself
 */
export function nothingAskedText(
  { run, about, task }: { readonly run: string; readonly about: string; readonly task: string | undefined },
  open: readonly { readonly n: number; readonly task: string | null }[],
): string {
  const what =
    task === undefined ? `has no question or task ${quoted(about)}` : `has a task \`${task}\`, which asks nothing`;
  return `\`${run}\` ${what}. ${open.length === 0 ? 'Nothing is asked in it.' : `It asks ${listedText(open)}.`}`;
}

function listedText(open: readonly { readonly n: number; readonly task: string | null }[]): string {
  return open.map((each) => `Q${each.n}${each.task === null ? '' : ` of \`${each.task}\``}`).join(', ');
}
