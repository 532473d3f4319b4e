import { planLimits } from '../limits.ts';
import type { Argv } from '../plan.ts';
import { type ProblemList, quoted } from './problems.ts';
import { splitOutside, unticked } from './split_list.ts';
import { checkName, command, glob, name, type ReadOne } from './value_kinds.ts';

/** The longest line of which a value is read. */
export const longestValue = planLimits.titleCharacters * 8;

/** One line of a value as written. */
export type ValueLine = {
  readonly text: string;
  readonly line: number;
  /** Set where the page does not show all of it. */
  readonly isHiding?: true;
};

/** An id that something waits for, unresolved. */
export type Reference = { readonly id: string; readonly line: number };

/** All that was written for one key, and where faults in it go. */
export type Written = { readonly key: string; readonly lines: readonly ValueLine[]; readonly problems: ProblemList };

/** The one value of a setting; undefined where it is none. */
export function single<T>(written: Written, read: ReadOne<T>): T | undefined {
  const [first, second] = written.lines;
  if (second) {
    written.problems.problem(
      second.line,
      'duplicate-setting',
      `\`${written.key}\` is set twice here.`,
      'Keep one of them.',
    );
  }
  return first && one(written, first, read);
}

function one<T>(written: Written, line: ValueLine, read: ReadOne<T>): T | undefined {
  const text = unticked(line.text);
  const result = read(text);
  if ('value' in result) return result.value;
  written.problems.problem(
    line.line,
    result.code,
    `${quoted(`${written.key}: ${text}`)} ${result.fault}.`,
    result.mend,
  );
  return undefined;
}

/** A list's members; `[]` is the empty list. */
export function items(written: Written): ValueLine[] {
  return written.lines.flatMap(({ text, line }) =>
    splitOutside(text.trim().replace(/^\[(.*)\]$/, '$1'), ',')
      .map((part) => ({ text: unticked(part), line }))
      .filter((part) => part.text !== ''),
  );
}

/** Names, by commas or blanks, each once. */
export function names(written: Written): string[] {
  return listOf(written, name);
}

/** Values without blanks in them, by commas or blanks, each once. */
export function listOf(written: Written, read: ReadOne<string>): string[] {
  return distinct(words(items(written)).flatMap((item) => one(written, item, read) ?? []));
}

/** Names of checks, by commas, each once: a blank belongs to the name. */
export function checkNames(written: Written): string[] {
  return distinct(items(written).flatMap((item) => one(written, item, checkName) ?? []));
}

/** Globs, by commas or blanks, each once; in backticks a blank belongs to the glob. */
export function globs(written: Written): string[] {
  const parts = written.lines.flatMap(({ text, line }) =>
    (text.trim() === '[]' ? [] : splitOutside(text, ',')).flatMap((part) =>
      part.trim().startsWith('`') ? [{ text: unticked(part), line }] : words([{ text: part, line }]),
    ),
  );
  const withoutDot = parts.map((part) => ({ ...part, text: part.text.replace(/^(?:\.\/)+/, '') }));
  return distinct(withoutDot.filter((part) => part.text !== '').flatMap((part) => one(written, part, glob) ?? []));
}

/** Ids of what comes first. */
export function references(written: Written): Reference[] {
  return words(items(written))
    .filter((item) => !/^(?:and|&)$/i.test(item.text))
    .map((item) => ({ id: unticked(item.text), line: item.line }));
}

/** Commands, one a line. */
export function commands(written: Written): Argv[] {
  return written.lines.flatMap((line, index) => {
    const text = line.text.trim();
    // As in YAML: the commands follow, one a line.
    const opensBlock = index === 0 && written.lines.length > 1 && /^\|[+-]?$/.test(text);
    if (text === '[]' || opensBlock) return [];
    return severalTicked(line.text).flatMap((text) => {
      const argv = one(written, { text, line: line.line }, command);
      return argv && argv.length > 0 ? [argv] : [];
    });
  });
}

/** Commands, of which there must be one. */
export function someCommands(written: Written): Argv[] {
  const line = written.lines.every(({ text }) => text.trim() === '[]') ? written.lines[0]?.line : undefined;
  if (line !== undefined)
    written.problems.problem(
      line,
      'empty-setting',
      `\`${written.key}\` has no command.`,
      'Write one, or remove the setting.',
    );
  return commands(written);
}

/** `` `npm ci`, `npm test` `` is two commands; anything else is one. */
function severalTicked(text: string): readonly string[] {
  const parts = text.trim().split(/`\s*(?:,|;|&&|and|then)\s*`/);
  return parts.length > 1 && text.trim().startsWith('`') && text.trim().endsWith('`')
    ? parts.map((part) => part.replaceAll('`', ''))
    : [text];
}

function words(lines: readonly ValueLine[]): ValueLine[] {
  return lines.flatMap(({ text, line }) =>
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => ({ text: word, line })),
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
