import type { PathRule } from '../path_rule.ts';
import type { Argv } from '../plan.ts';
import { quoted } from './problems.ts';
import { commands, globs, someCommands, type Written } from './written_values.ts';

/** What `verify` says: commands that always run, and those for some paths. */
export type WrittenVerification = { readonly verify: readonly Argv[]; readonly verifyByPath?: readonly PathRule[] };

/** Reads `npm test`, which always runs, and `docs/** => npm run docs:lint` (or `→`), which runs where such a path has changed. */
export function verification(written: Written): WrittenVerification {
  const rules = written.lines.flatMap(({ text, line }) => {
    const parts = splitAtArrow(text);
    return parts === undefined ? [] : [rulesOf(written, parts, line)];
  });
  const always = written.lines.filter(({ text }) => splitAtArrow(text) === undefined);
  const verify = always.length === 0 ? [] : commands({ ...written, lines: always });
  const verifyByPath = rules.flat();
  return verifyByPath.length === 0 ? { verify } : { verify, verifyByPath };
}

function rulesOf(written: Written, [paths, command]: readonly [string, string], line: number): readonly PathRule[] {
  const when = globs({ ...written, lines: [{ text: paths.replaceAll(/["']/g, '`'), line }] });
  const missing = paths.trim() === '' ? 'path before' : command.trim() === '' ? 'command behind' : undefined;
  if (missing !== undefined) {
    written.problems.problem(
      line,
      'bad-value',
      `\`${written.key}\` has no ${missing} the arrow.`,
      'Write for example `docs/** => npm run docs:lint`.',
    );
    return [];
  }
  const further = splitAtArrow(command);
  if (further !== undefined) {
    written.problems.problem(
      line,
      'bad-value',
      `${quoted(command.trim())} has a second arrow, behind the command.`,
      `Write each rule on a line of its own, or put quotes around an arrow that belongs to the command: ${quoted(`${further[0].trim()} '=>' ${further[1].trim()}`)}.`,
    );
    return [];
  }
  return someCommands({ ...written, lines: [{ text: command, line }] }).map((argv) => ({ when, argv }));
}

/** What stands before and behind the first arrow outside quotes, which blanks set off. */
function splitAtArrow(text: string): readonly [string, string] | undefined {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if ('`"\''.includes(sign)) quote = sign;
    else {
      const arrow = /^(?:=>|→)(?=\s|$)/.exec(text.slice(at, at + 3))?.[0];
      if (arrow !== undefined && /^\s*$/.test(text.charAt(at - 1))) {
        return [text.slice(0, at), text.slice(at + arrow.length)];
      }
    }
  }
  return undefined;
}
