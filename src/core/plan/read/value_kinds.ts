import { MODEL_NAME_LIMIT } from '../../../protocol/execution_request.ts';
import { parseDuration } from '../../../text/duration.ts';
import type { Argv } from '../plan.ts';
import { shellOperator, splitCommand, variableFirst } from './commands.ts';
import { globFault } from './glob.ts';
import { markdownFileFault } from './markdown_file.ts';
import { quoted } from './problems.ts';

/** Reads one value, or says why not: the message's end and the mend. */
export type ReadOne<T> = (
  text: string,
) => { readonly value: T } | { readonly code: string; readonly fault: string; readonly mend: string };

/** What is wrong with a value, and how to mend it. */
export const bad = (code: string, fault: string, mend: string) => ({ code, fault, mend });

/** A duration in milliseconds. */
export const duration: ReadOne<number> = (text) => {
  const value = parseDuration(text);
  return value === undefined
    ? bad('bad-duration', 'is no duration', 'Write for example `90s`, `30m`, `1h30m` or `1d`; the most is `24d`.')
    : { value };
};

/** Yes or no. */
export const flag: ReadOne<boolean> = (text) => {
  if (/^(?:true|yes)$/i.test(text)) return { value: true };
  if (/^(?:false|no)$/i.test(text)) return { value: false };
  return bad('bad-value', 'is neither yes nor no', 'Write `yes` or `no`.');
};

/** The name of an agent, lock, label or output. */
export const name: ReadOne<string> = (text) =>
  /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,63}$/.test(text)
    ? { value: text }
    : bad('bad-name', 'is no name', 'Use letters, digits, `.`, `_`, `:`, `/` and `-`, at most 64.');

/** A model, by whatever name its provider gives it (`sonnet`, `anthropic/claude-4[1m]`). */
export const model: ReadOne<string> = (text) =>
  /^[^\s\p{Cc}-][^\s\p{Cc}]*$/u.test(text) && text.length <= MODEL_NAME_LIMIT
    ? { value: text }
    : bad('bad-name', 'is no name of a model', 'Write it as its provider does, for example `model: sonnet`.');

/** A login by GitHub's rules (also of an enterprise's managed users), without the `@` that people like to write. */
export const login: ReadOne<string> = (text) => {
  const value = text.replace(/^@/, '');
  return /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/.test(value)
    ? { value }
    : bad('bad-name', 'is no login', 'Write the name of one person on GitHub, for example `octocat`.');
};

/** A login, or a team as `organisation/team`. */
export const reviewer: ReadOne<string> = (text) => {
  const value = text.replace(/^@/, '');
  const isTeam = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value);
  return isTeam || 'value' in login(value)
    ? { value }
    : bad('bad-name', 'is nobody who can review', 'Write logins or `organisation/team`, with commas between them.');
};

/** A check by its name on GitHub, in which `*` stands for anything. */
export const checkName: ReadOne<string> = (text) =>
  text !== '' && text.length <= 200 && !/\p{Cc}/u.test(text)
    ? { value: text }
    : bad('bad-name', 'is no name of a check', 'Write it as GitHub shows it, for example `build (*)`.');

/** A glob from the root of the repository. */
export const glob: ReadOne<string> = (text) => {
  const fault = globFault(text);
  return fault
    ? bad('bad-glob', fault, 'Write a path from the root of the repository, for example `src/**/*.ts`.')
    : { value: text };
};

/** A Markdown file, as a path from the root of the repository. */
export const markdownFile: ReadOne<string> = (text) => {
  const fault = markdownFileFault(text);
  return fault
    ? bad(
        'bad-path',
        fault,
        'Write the path of a Markdown file from the root of the repository, for example `docs/report.md`.',
      )
    : { value: text };
};

/** A branch by git's rules for names. */
export const branch: ReadOne<string> = (text) => {
  const fits = /^(?![-/])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\\p{Cc}]+$/u.test(text);
  return fits && text.length <= 200 && !/[/.]$/.test(text) && text !== '@' && !text.startsWith('.')
    ? { value: text }
    : bad('bad-branch', 'is no branch name', 'Write the name of a branch, for example `main`.');
};

/** How tasks are merged. */
export const merge: ReadOne<'integration'> = (text) => {
  if (text === 'integration') return { value: 'integration' };
  if (text === 'direct' || text === 'stack')
    return bad('not-built-yet', 'is not built yet', 'Write `merge: integration`, or leave it out.');
  return bad('bad-value', 'is no way to merge', 'Write `integration`.');
};

/** One of these words, in any case. */
export function choice<T extends string>(allowed: readonly T[]): ReadOne<T> {
  return (text) => {
    const value = allowed.find((option) => option === text.toLowerCase());
    return value === undefined
      ? bad('bad-value', 'is not known', `Write ${allowed.map((option) => `\`${option}\``).join(' or ')}.`)
      : { value };
  };
}

/** A whole number between two bounds. */
export function integer(least: number, most: number): ReadOne<number> {
  return (text) => {
    const value = /^[+-]?\d{1,6}$/.test(text) ? Number(text) + 0 : Number.NaN;
    return value >= least && value <= most
      ? { value: value === 0 ? 0 : value }
      : bad('bad-number', `is no whole number from ${least} to ${most}`, 'Write the number in digits.');
  };
}

/** A program and its arguments. */
export const command: ReadOne<Argv> = (text) => {
  const value = splitCommand(text);
  if (value === undefined)
    return bad('bad-command', 'has a quote that stays open', 'Close it, or put the other kind of quotes around it.');
  const operator = shellOperator(text);
  if (operator !== undefined) {
    return bad(
      'bad-command',
      `is run without a shell, which alone would understand ${quoted(operator)}`,
      "Write commands that run one after another on a line each, let a shell run it (`sh -c '…'`), or put quotes around what is meant as it is.",
    );
  }
  const variable = variableFirst(text);
  if (variable !== undefined) {
    return bad(
      'bad-command',
      `begins with ${quoted(variable)}, which a shell alone would take for a variable`,
      'Write `env` before it.',
    );
  }
  return value[0] === '' ? bad('bad-command', 'names no program', 'Write the program first.') : { value };
};
