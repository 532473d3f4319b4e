import { parseDuration } from '../duration.ts';
import { planLimits } from '../limits.ts';
import type { Argv, PlanSettings, TaskSettings } from '../plan.ts';
import { splitCommand } from './commands.ts';
import { globFault } from './glob.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { SettingKey } from './setting_keys.ts';
import { splitOutside, unticked } from './split_list.ts';

/** One line of a value as written. */
export type ValueLine = { readonly text: string; readonly line: number };

/** An id that something waits for, unresolved. */
export type Reference = { readonly id: string; readonly line: number };

type Mutable<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** What a set of settings says; keys that were not written, or not understood, are absent. */
export type SettingValues = Mutable<TaskSettings> &
  Mutable<Pick<PlanSettings, 'base' | 'merge' | 'concurrency' | 'headings' | 'runTimeoutMs'>> & {
    after?: readonly Reference[];
    run?: readonly Argv[];
  };

/** All that was written for one key, and where faults in it go. */
export type Written = { readonly key: string; readonly lines: readonly ValueLine[]; readonly problems: ProblemList };

/** How each setting is read. What is not understood is a problem, and the setting stays absent. */
export const readers: Record<SettingKey, (written: Written) => SettingValues> = {
  after: (written) => ({ after: references(written) }),
  agent: (written) => given('agent', single(written, name)),
  files: (written) => ({ files: globs(written) }),
  locks: (written) => ({ locks: names(written) }),
  setup: (written) => ({ setup: commands(written) }),
  verify: (written) => ({ verify: commands(written) }),
  'verify-in': (written) => given('verifyIn', single(written, choice(['worktree', 'clean']))),
  run: (written) => ({ run: someCommands(written) }),
  timeout: (written) => given('timeoutMs', single(written, duration)),
  'step-timeout': (written) => given('stepTimeoutMs', single(written, duration)),
  retries: (written) => given('retries', single(written, integer(0, 100))),
  'on-failure': (written) => given('onFailure', single(written, choice(['skip', 'continue']))),
  priority: (written) => given('priority', single(written, integer(-1000, 1000))),
  labels: (written) => ({ labels: names(written) }),
  'allow-no-change': (written) => given('allowNoChange', single(written, flag)),
  outputs: (written) => ({ outputs: names(written) }),
  estimate: (written) => given('estimateMs', single(written, duration)),
  base: (written) => given('base', single(written, branch)),
  merge: (written) => given('merge', single(written, merge)),
  concurrency: (written) => given('concurrency', single(written, integer(1, 1000))),
  headings: (written) => ({ headings: items(written).map((item) => item.text) }),
  'run-timeout': (written) => given('runTimeoutMs', single(written, duration)),
};

function given<K extends keyof SettingValues>(key: K, value: SettingValues[K] | undefined): SettingValues {
  const values: SettingValues = {};
  if (value !== undefined) values[key] = value;
  return values;
}

/** Reads one value, or says why not: the message's end and the mend. */
type ReadOne<T> = (
  text: string,
) => { readonly value: T } | { readonly code: string; readonly fault: string; readonly mend: string };

function single<T>(written: Written, read: ReadOne<T>): T | undefined {
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

const bad = (code: string, fault: string, mend: string) => ({ code, fault, mend });

const duration: ReadOne<number> = (text) => {
  const value = parseDuration(text);
  return value === undefined
    ? bad('bad-duration', 'is no duration', 'Write for example `90s`, `30m`, `1h30m` or `1d`; the most is `24d`.')
    : { value };
};

const flag: ReadOne<boolean> = (text) => {
  if (/^(?:true|yes)$/i.test(text)) return { value: true };
  if (/^(?:false|no)$/i.test(text)) return { value: false };
  return bad('bad-value', 'is neither yes nor no', 'Write `yes` or `no`.');
};

const name: ReadOne<string> = (text) =>
  /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,63}$/.test(text)
    ? { value: text }
    : bad('bad-name', 'is no name', 'Use letters, digits, `.`, `_`, `:`, `/` and `-`, at most 64.');

const glob: ReadOne<string> = (text) => {
  const fault = globFault(text);
  return fault
    ? bad('bad-glob', fault, 'Write a path from the root of the repository, for example `src/**/*.ts`.')
    : { value: text };
};

const branch: ReadOne<string> = (text) => {
  const fits = /^(?![-/])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\\p{Cc}]+$/u.test(text);
  return fits && text.length <= 200 && !/[/.]$/.test(text) && text !== '@' && !text.startsWith('.')
    ? { value: text }
    : bad('bad-branch', 'is no branch name', 'Write the name of a branch, for example `main`.');
};

const merge: ReadOne<'integration'> = (text) => {
  if (text === 'integration') return { value: 'integration' };
  if (text === 'direct' || text === 'stack')
    return bad('not-built-yet', 'is not built yet', 'Write `merge: integration`, or leave it out.');
  return bad('bad-value', 'is no way to merge', 'Write `integration`.');
};

function choice<T extends string>(allowed: readonly T[]): ReadOne<T> {
  return (text) => {
    const value = allowed.find((option) => option === text.toLowerCase());
    return value === undefined
      ? bad('bad-value', 'is not known', `Write ${allowed.map((option) => `\`${option}\``).join(' or ')}.`)
      : { value };
  };
}

function integer(least: number, most: number): ReadOne<number> {
  return (text) => {
    const value = /^[+-]?\d{1,6}$/.test(text) ? Number(text) + 0 : Number.NaN;
    return value >= least && value <= most
      ? { value: value === 0 ? 0 : value }
      : bad('bad-number', `is no whole number from ${least} to ${most}`, 'Write the number in digits.');
  };
}

/** A list's members; `[]` is the empty list. */
function items(written: Written): ValueLine[] {
  return written.lines.flatMap(({ text, line }) =>
    splitOutside(text.trim().replace(/^\[(.*)\]$/, '$1'), ',')
      .map((part) => ({ text: unticked(part), line }))
      .filter((part) => part.text !== ''),
  );
}

function names(written: Written): string[] {
  return distinct(words(items(written)).flatMap((item) => one(written, item, name) ?? []));
}

function globs(written: Written): string[] {
  const parts = written.lines.flatMap(({ text, line }) =>
    (text.trim() === '[]' ? [] : splitOutside(text, ',')).flatMap((part) =>
      part.trim().startsWith('`') ? [{ text: unticked(part), line }] : words([{ text: part, line }]),
    ),
  );
  const withoutDot = parts.map((part) => ({ ...part, text: part.text.replace(/^(?:\.\/)+/, '') }));
  return distinct(withoutDot.filter((part) => part.text !== '').flatMap((part) => one(written, part, glob) ?? []));
}

function references(written: Written): Reference[] {
  return words(items(written))
    .filter((item) => !/^(?:and|&)$/i.test(item.text))
    .map((item) => ({ id: unticked(item.text), line: item.line }));
}

function commands(written: Written): Argv[] {
  return written.lines.flatMap((line) => {
    if (line.text.trim() === '[]') return [];
    return severalTicked(line.text).flatMap((text) => {
      const argv = one(written, { text, line: line.line }, command);
      return argv && argv.length > 0 ? [argv] : [];
    });
  });
}

function someCommands(written: Written): Argv[] {
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

const command: ReadOne<Argv> = (text) => {
  const value = splitCommand(text);
  if (value === undefined)
    return bad('bad-command', 'has a quote that stays open', 'Close it, or put the other kind of quotes around it.');
  return value[0] === '' ? bad('bad-command', 'names no program', 'Write the program first.') : { value };
};

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

/** The longest line of which a value is read. */
export const longestValue = planLimits.titleCharacters * 8;
