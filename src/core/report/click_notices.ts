import { quoted } from '../plan/read/problems.ts';

/** What the status comment tells of clicks that did nothing: there is no comment that could be answered. Markdown. */

/** A button of a check run was refused. `task`: the key of the task whose check it is; null: the run's. */
export function refusedPressNotice(by: string, button: string, task: string | null, because: string): string {
  const of = task === null ? 'the run' : `\`${task}\``;
  return `${by} pressed \`${button}\` of ${of}, and nothing was done: ${because}`;
}

/** The button of an option was refused. `option`: its number from 1, and its text where the question has it. */
export function refusedOptionNotice(
  by: string,
  { n, option, text }: { readonly n: number; readonly option: number; readonly text: string | undefined },
  because: string,
): string {
  const pressed = text === undefined ? `option ${option}` : quoted(text);
  return `${by} pressed ${pressed} of Q${n}, and nothing was done: ${because}`;
}

/** A tick in the comment of a question was refused. */
export function refusedTickNotice(by: string, n: number, because: string): string {
  return `${by} ticked an option of Q${n}, and nothing was done: ${because}`;
}

/** More than one option of a question was ticked at once. */
export function severalTickedNotice(by: string, n: number): string {
  return `${by} ticked more than one option of Q${n}, and nothing was done: tick one of them.`;
}
